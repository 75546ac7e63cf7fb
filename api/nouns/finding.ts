import { z } from 'zod';
import { pathAsOf } from '../../graph/findings/path-as-of.ts';
import { builder } from '../builder.ts';
import { closedAt, openedAt } from '../opened-at.ts';
import { ownerOf } from '../../graph/owner.ts';
import { EntityRefType, FindingType, RuleType } from '../refs.ts';
import { ownersUnder } from '../rests-on.ts';
import { PathState, Severity } from './enums.ts';
import { Evidence } from './evidence.ts';
import { FixType } from './fix.ts';
import { FrameworkTagsType, tagsOf } from './framework-tags.ts';
import { PathType } from './path.ts';
import { ScoreTermType } from './score-term.ts';
import { SourceType } from './source.ts';
import { TransitionType } from './transition.ts';

builder.objectType(FindingType, {
  description: 'One rule that holds for one entry and one target.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Stable: it survives a new scan of the same estate.' }),
    ruleId: t.exposeString('rule'),
    rule: t.field({
      type: RuleType,
      nullable: true,
      description: 'Null where the rule is no longer there.',
      resolve: ({ rule }, _, { estate }) => estate.rules.find(({ id }) => id === rule) ?? null,
    }),
    title: t.exposeString('title'),
    severity: t.expose('severity', { type: Severity }),
    open: t.boolean({ resolve: ({ status }) => status === 'open' }),
    state: t.expose('state', { type: PathState }),
    score: t.exposeInt('score', { description: '0 to 100.' }),
    terms: t.expose('terms', { type: [ScoreTermType], description: 'They add up to the score.' }),
    confidence: t.exposeFloat('confidence', {
      description: 'How sure its least certain edge is, 0 to 1.',
    }),
    entry: t.expose('entry', { type: EntityRefType }),
    target: t.expose('target', { type: EntityRefType }),
    steps: t.expose('steps', {
      type: [EntityRefType],
      description: 'In the order of the attacker, as the rule names them.',
    }),
    path: t.field({
      type: PathType,
      nullable: true,
      description: 'The likeliest path; null for a rule about posture, which needs none.',
      resolve: ({ path, sentences, techniques }) => path && { path, sentences, techniques },
    }),
    variants: t.exposeInt('variants', {
      description:
        'Ways from entry to target that the rule found and a path confirms, up to 16; they differ ' +
        'in the entities on them. Several paths may run along one: `paths` lists them.',
    }),
    sentences: t.exposeStringList('sentences'),
    legs: t.exposeStringList('legs', { description: 'Its conditions in a word or two each.' }),
    frameworks: t.field({
      type: [FrameworkTagsType],
      resolve: ({ frameworks }) => tagsOf(frameworks),
    }),
    fix: t.expose('fix', { type: FixType }),
    history: t.expose('history', { type: [TransitionType], description: 'Oldest first.' }),
    openedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was first seen.',
      resolve: openedAt,
    }),
    closedAt: t.field({ type: 'DateTime', nullable: true, resolve: closedAt }),
    pathDoubt: t.string({
      nullable: true,
      description:
        'Why its path may have been another at a time: paths are told as they are now. Null where ' +
        'nothing was said since of what it rests on, or where it has no path.',
      args: {
        at: t.arg.string({
          required: true,
          description: 'RFC 3339, in any zone.',
          validate: z.iso.datetime({ offset: true }),
        }),
      },
      resolve: (finding, { at }) => pathAsOf(finding, Date.parse(at))?.doubt ?? null,
    }),
    evidence: t.expose('evidence', { type: [Evidence], description: 'Newest first.' }),
    sources: t.field({
      type: [SourceType],
      description: 'Freshness of the sources that it rests on.',
      resolve: async (finding, _, { estate, sources }) => {
        const owners = ownersUnder(estate.view, finding);
        return (await sources()).filter(({ owner }) => owners.has(owner));
      },
    }),
    unknown: t.exposeStringList('unknown', { description: 'What could not be decided.' }),
    owner: t.string({
      nullable: true,
      description: 'Who answers for the target, else for the entry, where something says so.',
      resolve: ({ target, entry }, _, { estate }) =>
        [target, entry]
          .flatMap((uid) => estate.view.node(uid) ?? [])
          .map((node) => ownerOf(estate.view, node))
          .find((owner) => owner !== null) ?? null,
    }),
  }),
});
