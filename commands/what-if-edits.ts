import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail } from '../graph/errors.ts';
import type { Finding } from '../graph/findings/finding.ts';
import type { Estate } from '../graph/estate.ts';
import { named } from '../graph/projection/named.ts';
import { isEdgeKind, joins } from '../graph/schema/index.ts';
import type { View } from '../graph/view.ts';
import type { Edits, PropsEdit } from '../graph/whatif/edits.ts';
import { unquoted } from '../ingest/documents.ts';
import { ingestPaths } from '../ingest/ingest.ts';
import { brokenProps, type Claim, type EdgeClaim, type ScopeMark } from '../graph/claim.ts';
import type { Io, Options, Values } from './command.ts';
import type { Place } from '../report/place.ts';
import { planPlaces } from './plan-places.ts';
import { planned } from './planned.ts';
import { recordPlaces } from './record-places.ts';

/** Options of commands that ask what would be. */
export const editOptions = {
  remove: {
    type: 'string',
    multiple: true,
    value: 'ID',
    doc: 'without this cause, edge or node',
  },
  add: {
    type: 'string',
    multiple: true,
    value: 'KIND|FROM|TO',
    doc: 'with this edge, e.g. CAN_READ|role|bucket',
  },
  set: {
    type: 'string',
    multiple: true,
    value: 'ID=FILE',
    doc: 'with the policy or the properties in a JSON file',
  },
  records: {
    type: 'string',
    multiple: true,
    value: 'PATH',
    doc: 'with these files, as if they were collected now',
  },
  plan: { type: 'string', value: 'FILE', doc: 'with a plan, as `terraform show -json` writes it' },
  account: { type: 'string', value: 'ID', doc: 'account of a plan that does not tell it' },
  region: { type: 'string', value: 'NAME', doc: 'region of a plan that does not tell it' },
} as const satisfies Options;

export interface ReadEdits {
  edits: Edits;
  /** What could not be read of records or a plan. */
  unresolved: string[];
  /** Where a file that was given has what opens a finding; null where none tells. */
  place: (finding: Finding, view: View) => Place | null;
}

function edgeOf(view: View, text: string): EdgeClaim {
  const [kind = '', from, to, ...rest] = text.split('|');
  if (!isEdgeKind(kind) || from === undefined || to === undefined || rest.length > 0)
    return fail('USAGE', `--add ${text}: expected an edge kind and both ends, KIND|FROM|TO`);
  const ends = [named(view, from), named(view, to)] as const;
  if (!joins(kind, ends[0].kind, ends[1].kind))
    fail('USAGE', `--add ${text}: ${kind} cannot join ${ends[0].kind} to ${ends[1].kind}`);
  return { kind, from: ends[0], to: ends[1], props: {} };
}

function json(path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    return fail('USAGE', `${path}: ${unquoted(cause)}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    fail('USAGE', `${path}: expected a JSON object: a policy, or properties`);
  return value as Record<string, unknown>;
}

/** Where a node of a kind carries its policy document. */
const policyOf = { Policy: 'document', Identity: 'trust' } as const;

function propsOf(view: View, text: string, cwd: string): PropsEdit {
  const cut = text.lastIndexOf('=');
  if (cut < 1) fail('USAGE', `--set ${text}: expected ID=FILE`);
  const { uid, kind } = named(view, text.slice(0, cut));
  const value = json(resolve(cwd, text.slice(cut + 1)));
  const name = kind in policyOf ? policyOf[kind as keyof typeof policyOf] : 'policy';
  const props = 'Statement' in value ? { [name]: value } : value;
  const broken = brokenProps(kind, props);
  if (broken !== null) fail('USAGE', `--set ${text}: ${kind} ${broken}`);
  return { uid, props };
}

/** What the options of a command say would be otherwise. Throws USAGE or NOT_FOUND that name it. */
export async function readEdits(
  { view, key }: Estate,
  options: Values<typeof editOptions>,
  { cwd, signal }: Pick<Io, 'cwd' | 'signal'>,
  at: number,
): Promise<ReadEdits> {
  const { account, region } = options;
  const claims: Claim[] = [];
  const marks: ScopeMark[] = [];
  const unresolved: string[] = [];
  if (options.records) {
    const sink = (some: Claim[], more: ScopeMark[]) => {
      claims.push(...some);
      marks.push(...more);
      return Promise.resolve({ unchanged: 0 });
    };
    const paths = options.records.map((path) => resolve(cwd, path));
    const report = await ingestPaths(paths, sink, { key, at, base: cwd, signal });
    const [refused] = report.rejected;
    if (refused && claims.length === 0)
      fail('RECORD_UNREADABLE', `--records ${refused.path}: ${refused.reason}`);
    for (const { path, record, reason } of report.rejected)
      unresolved.push(`${path} record ${record}: ${reason}`);
    unresolved.push(...report.unresolved.map(({ what }) => what));
  }
  const plan =
    options.plan === undefined
      ? undefined
      : planned(resolve(cwd, options.plan), view, {
          key,
          at,
          ...(account !== undefined && { account }),
          ...(region !== undefined && { region }),
        });
  const inPlan = plan && planPlaces(options.plan ?? '', plan, cwd);
  const inRecords = recordPlaces(options.records ?? [], cwd);
  return {
    edits: {
      base: plan?.edits.base ?? [],
      remove: [...(options.remove ?? []), ...(plan?.edits.remove ?? [])],
      add: [...(options.add ?? []).map((text) => edgeOf(view, text)), ...(plan?.edits.add ?? [])],
      set: [
        ...(options.set ?? []).map((text) => propsOf(view, text, cwd)),
        ...(plan?.edits.set ?? []),
      ],
      claims: [...claims, ...(plan?.edits.claims ?? [])],
      marks,
    },
    unresolved: [...unresolved, ...(plan?.unresolved ?? [])],
    place: (finding, after) => inPlan?.(finding, after) ?? inRecords(finding),
  };
}
