import { z } from 'zod';
import type { Aim } from '../../graph/cuts/offers.ts';
import { notesOf, sayCut } from '../../graph/whatif/remedy.ts';
import { Failure } from '../../graph/errors.ts';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { closingBetween, closingOf, hasPaths, type Closing } from '../../graph/whatif/closing.ts';
import type { ProvedOffers, TriedOffer } from '../../graph/whatif/proved-cuts.ts';
import { builder } from '../builder.ts';
import { limits } from '../limits.ts';
import { FindingType, GraphEdgeType } from '../refs.ts';
import { EditType } from './edit.ts';

const AimType = builder.enumType('CutAim', {
  description: 'What a cut aims at.',
  values: {
    cheapest: { value: 'cheapest', description: 'The least effort.' },
    least_disruptive: { value: 'least-disruptive', description: 'Ends least that is in use.' },
    one_owner: { value: 'one-owner', description: 'One owner can make it alone.' },
  } satisfies Record<string, { value: Aim; description: string }>,
});

/** A cut, with what else there is to say of it. */
type ToldCut = TriedOffer & { notes: readonly string[] };

const CutType = builder.objectRef<ToldCut>('Cut').implement({
  description: 'Changes after which no path is left; without any of them one is.',
  fields: (t) => ({
    aim: t.expose('aim', { type: AimType }),
    owner: t.exposeString('owner', { nullable: true, description: 'Of `one_owner`.' }),
    changes: t.expose('changes', { type: [EditType] }),
    price: t.exposeFloat('price', { description: 'What it costs by its aim.' }),
    bound: t.exposeFloat('bound', { description: 'No cut costs less.' }),
    exact: t.exposeBoolean('exact', { description: 'Proved the smallest by its aim.' }),
    left: t.exposeInt('left', {
      description: 'Paths that were left when it was tried on a draft.',
    }),
    say: t.string({
      description: 'How many changes, what they leave, and what is proved of them.',
      resolve: sayCut,
    }),
    notes: t.stringList({
      description:
        'Of the cheapest for one finding: whether one change alone would do, and which part of it ' +
        'silences the rule though a path goes on.',
      resolve: ({ notes }) => [...notes],
    }),
  }),
});

const times = () => ({ timeout: limits.searchTime, until: performance.now() + limits.cutTime });

const told = (closing: Closing): ToldCut[] =>
  closing.offers.map((offer, i) => ({ ...offer, notes: i === 0 ? notesOf(closing) : [] }));

builder.objectField(FindingType, 'cut', (t) =>
  t.field({
    type: CutType,
    nullable: true,
    description:
      'The cheapest changes that end its paths, looked for when asked and tried on a draft; null ' +
      'where it is closed, is about posture, or has a path that nobody can end.',
    complexity: { field: limits.search * 2, multiplier: 1 },
    resolve: async (finding, _, { estate }) => {
      if (!hasPaths(finding)) return null;
      const options = { ...times(), alternatives: false };
      return told(await closingOf(estate, [finding], options))[0] ?? null;
    },
  }),
);

type Result = ProvedOffers & { offers: ToldCut[]; milliseconds: number };

const CutResultType = builder.objectRef<Result>('CutResult').implement({
  fields: (t) => ({
    cuts: t.field({
      type: [CutType],
      description: 'The cheapest first; none where there is no path, or one that nobody can end.',
      resolve: ({ offers }) => offers,
    }),
    left: t.exposeInt('left', {
      description: 'Paths that were left when the first cut was tried on a draft.',
    }),
    impossible: t.field({
      type: [GraphEdgeType],
      description: 'A path that no change ends; empty where there is none.',
      resolve: ({ impossible }, _, { estate }) =>
        (impossible ?? []).flatMap((id) => estate.view.edge(id) ?? []),
    }),
    milliseconds: t.exposeFloat('milliseconds'),
  }),
});

const name = z.string().min(1).max(limits.text);

builder.queryField('cut', (t) =>
  t.field({
    type: CutResultType,
    description: 'The smallest changes that end all paths between two ends, or of findings.',
    complexity: { field: limits.search * 2, multiplier: 1 },
    args: {
      from: t.arg.string({ description: 'As of `paths`; with `to`.', validate: name }),
      to: t.arg.string({ description: 'As of `paths`; with `from`.', validate: name }),
      findings: t.arg.idList({
        description: 'Ids of findings, instead of two ends.',
        validate: z.array(name).max(limits.rows),
      }),
    },
    resolve: async (_, { from, to, findings }, { estate }) => {
      const started = performance.now();
      const { view } = estate;
      const at = Date.now();
      const both = typeof from === 'string' && typeof to === 'string';
      if (both === Array.isArray(findings))
        throw new Failure('USAGE', 'cut: name both ends, or findings');
      const meant = (findings ?? []).map((id) => {
        const found = estate.findings.get(String(id));
        if (!found) throw new Failure('NOT_FOUND', `no finding "${id}"`);
        return found;
      });
      const options = { ...times(), at };
      const found: Closing = both
        ? await closingBetween(
            estate,
            { from: endsFrom(view, from), to: endsTo(view, to) },
            options,
          )
        : await closingOf(estate, meant, options);
      return { ...found, offers: told(found), milliseconds: performance.now() - started };
    },
  }),
);
