import type { Path, PathAnswer, PathQuery, State } from '../projection/search.ts';
import { capabilityOrder } from '../schema/capability.ts';
import { nodeKinds } from '../schema/index.ts';
import type { Rule } from '../rules/rule.ts';
import type { View } from '../view.ts';
import type { Proposal } from './propose.ts';

export type FindPaths = (query: PathQuery) => PathAnswer;

/** What the search said of a proposal. */
export interface Confirmation {
  /** Most likely first; empty where no capability-sound path runs through the steps. */
  paths: Path[];
  /** Steps of the best path. */
  steps: string[];
  /** Which bound was hit before an answer, or null. */
  undecided: string | null;
}

const limits = { lists: 16, paths: 10, timeout: 1_000 };

/** The query whose answer confirms one list of steps; null where a step is unknown. */
export function queryOf(view: View, rule: Rule, steps: readonly string[]): PathQuery | null {
  const first = view.node(steps[0] ?? '');
  const last = view.node(steps.at(-1) ?? '');
  if (!first || !last || steps.length < 2) return null;
  const { goals } = nodeKinds[last.kind];
  const arrive = rule.arrive ?? (goals.length > 0 ? goals : capabilityOrder);
  return {
    from: [{ uid: first.uid, capability: nodeKinds[first.kind].owned }],
    to: arrive.map((capability): State => ({ uid: last.uid, capability })),
    through: steps.slice(1, -1),
    timeout: limits.timeout,
  };
}

const idOf = ({ hops }: Path) => hops.map(({ edge, gains }) => `${edge} ${gains}`).join('\n');

/** Most likely first, then fewer hops, then by ids: the same order whatever the rows' order. */
const better = (a: Path, b: Path) =>
  b.likelihood - a.likelihood || a.hops.length - b.hops.length || (idOf(a) < idOf(b) ? -1 : 1);

/** Asks the search whether paths run through what a rule proposes, up to a bound. */
export function confirm(
  findPaths: FindPaths,
  view: View,
  rule: Rule,
  { steps: lists }: Proposal,
): Confirmation {
  const found = new Map<string, { path: Path; steps: string[] }>();
  let undecided: string | null = null;
  for (const steps of lists.slice(0, limits.lists)) {
    const query = queryOf(view, rule, steps);
    if (!query) continue;
    const { paths, truncated } = findPaths({ ...query, k: limits.paths });
    if (paths.length === 0) undecided ??= truncated;
    for (const path of paths) if (!found.has(idOf(path))) found.set(idOf(path), { path, steps });
  }
  if (lists.length > limits.lists && found.size === 0)
    undecided ??= `only ${limits.lists} of ${lists.length} ways were searched`;
  const ordered = [...found.values()].sort((a, b) => better(a.path, b.path)).slice(0, limits.paths);
  return {
    paths: ordered.map(({ path }) => path),
    steps: ordered[0]?.steps ?? lists[0] ?? [],
    undecided: ordered.length > 0 ? null : undecided,
  };
}
