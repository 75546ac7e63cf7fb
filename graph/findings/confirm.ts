import type { Readable } from '../view.ts';
import type { Path } from '../projection/search.ts';
import type { Rule } from '../rules/rule.ts';
import { edgeKindsOf } from '../rules/vocabulary.ts';
import { capabilityOrder, type Capability } from '../schema/capability.ts';
import { nodeKinds, walkable } from '../schema/index.ts';
import type { Proposal } from './proposal.ts';
import type { Thread, Threaded } from './thread.ts';

/** What the search said of a proposal. */
export interface Confirmation {
  /** The most likely path through any of the lists of steps. */
  path: Path;
  steps: string[];
  /** Lists of steps through which a path runs. */
  lists: string[][];
}

/** Lists of steps that are searched for one entry and one target. */
const most = 16;

/** What counts as arriving at the last of the steps. */
function arrivalOf(view: Readable, rule: Rule, steps: readonly string[]): readonly Capability[] {
  const last = view.node(steps.at(-1) ?? '');
  const goals = last ? nodeKinds[last.kind].goals : [];
  return rule.arrive ?? (goals.length > 0 ? goals : capabilityOrder);
}

/** Threads the steps of one rule, without what `avoid` names. */
export type RuleThread = (steps: readonly string[], avoid?: ReadonlySet<string>) => Threaded;

/**
 * How paths run for a rule: they arrive as it says, and do not jump from one step to the next by
 * an edge of a kind that its query does not name. Gaps are free.
 */
export function threadOf(thread: Thread, view: Readable, rule: Rule): RuleThread {
  const named = new Set<string>(edgeKindsOf(rule.query));
  const known = new WeakMap<readonly string[], string[]>();
  const jumpsAlong = (steps: readonly string[]): string[] => {
    const jumps =
      known.get(steps) ??
      steps
        .slice(1)
        .flatMap((to, i) => view.between(steps[i] ?? '', to))
        .filter(({ kind }) => walkable(kind) && !named.has(kind))
        .map(({ id }) => id);
    known.set(steps, jumps);
    return jumps;
  };
  return (steps, avoid = new Set()) =>
    thread(steps, arrivalOf(view, rule, steps), new Set([...avoid, ...jumpsAlong(steps)]));
}

const idOf = ({ hops }: Path) => hops.map(({ edge, gains }) => `${edge} ${gains}`).join('\n');

/** Most likely first, then fewer hops, then by ids: the same whatever the order of rows. */
const compare = (a: Path, b: Path) =>
  b.likelihood - a.likelihood || a.hops.length - b.hops.length || (idOf(a) < idOf(b) ? -1 : 1);

/**
 * Asks the search whether paths run through what a rule proposes. Null where none does;
 * `undecided` where it could not tell.
 */
export function confirm(
  thread: RuleThread,
  { steps: lists }: Proposal,
): Confirmation | null | 'undecided' {
  let late = lists.length > most;
  const found = lists.slice(0, most).flatMap((steps) => {
    const answer = thread(steps);
    late ||= answer.late;
    return answer.path ? [{ steps, path: answer.path }] : [];
  });
  const [best] = found.toSorted((a, b) => compare(a.path, b.path));
  if (!best) return late ? 'undecided' : null;
  return { ...best, lists: found.map(({ steps }) => steps) };
}
