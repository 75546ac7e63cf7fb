import type { Cause } from '../claim.ts';
import type { Readable } from '../view.ts';
import { advise } from '../cuts/advice.ts';
import { isManaged } from '../cuts/managed.ts';
import type { Edge } from '../entity.ts';
import type { Path } from '../projection/search.ts';
import type { RuleThread } from './confirm.ts';
import type { Fix } from './finding.ts';
import { priors } from './priors.ts';

export interface FixFacts {
  view: Readable;
  thread: RuleThread;
  /** Lists of steps, each of which must fall silent. */
  lists: readonly (readonly string[])[];
}

interface Change {
  edge: Edge;
  /** Null: the edge itself, where no single configuration element carries it. */
  cause: Cause | null;
  effort: number;
}

/** Changes that are tried for one finding, and edges that one of them may remove on the way. */
const most = { changes: 12, edges: 32, lists: 64 };

/** Without the cause none of the alternatives by which the edge exists is left. */
const removes = (cause: string, { because }: Edge) =>
  because.length > 0 && because.every((causes) => causes.some(({ id }) => id === cause));

const effortOf = ({ type, holder }: Cause): number =>
  (priors.effortOfCause[type] ?? 0) + (isManaged({ holder }) ? priors.effortOfManaged : 0);

/** The causes of each alternative that somebody can change; null where one has none. */
function changeable({ kind, because }: Edge): Cause[][] | null {
  if (because.length === 0) return priors.fixed.edges.includes(kind) ? null : [];
  const all = because.map((causes) =>
    causes.filter(({ type }) => !priors.fixed.causes.includes(type)),
  );
  return all.every(({ length }) => length > 0) ? all : null;
}

function changesOf(view: Readable, { hops }: Path): Change[] {
  const changes = hops.flatMap(({ edge: id }) => {
    const edge = view.edge(id);
    const alternatives = edge && changeable(edge);
    if (!alternatives) return [];
    const used = edge.lastSeen === undefined ? 0 : priors.effortInUse;
    const effort = (priors.effort[edge.kind] ?? priors.effortOther) + used;
    const causes = new Map(alternatives.flat().map((cause) => [cause.id, cause]));
    const able = [...causes.values()].filter(({ id: cause }) => removes(cause, edge));
    return able.length > 0
      ? able.map((cause): Change => ({
          edge,
          cause,
          effort: effort + effortOf(cause),
        }))
      : [{ edge, cause: null, effort: effort + 0.5 }];
  });
  return changes
    .map((change, place) => ({ change, place }))
    .sort((a, b) => a.change.effort - b.change.effort || b.place - a.place)
    .map(({ change }) => change);
}

/** True where no path through any of the lists is left once the change is made. */
function silences({ view, thread, lists }: FixFacts, { edge, cause }: Change): boolean {
  const gone = new Set([edge.id]);
  for (const steps of lists)
    for (;;) {
      const { path, late } = thread(steps, gone);
      if (late) return false;
      if (!path) break;
      const also = path.hops.filter(({ edge: id }) => {
        const other = view.edge(id);
        return cause !== null && other !== undefined && removes(cause.id, other);
      });
      if (also.length === 0 || gone.size >= most.edges) return false;
      for (const { edge: id } of also) gone.add(id);
    }
  return true;
}

/** The causes to change: where no single one suffices, one of each alternative. */
const causesOf = ({ edge, cause }: Change): string[] =>
  cause ? [cause.id] : [...new Set((changeable(edge) ?? []).flatMap(([first]) => first?.id ?? []))];

/** True where the graph as it is has no path through the steps of the finding without the fix. */
export const isEnough = ({ edge }: Fix): boolean => edge !== null;

/**
 * The cheapest single change on a path after which none is left through any of the lists of
 * steps; where there is none, what the rule advises.
 */
export function fixOf(facts: FixFacts, path: Path, advice: string): Fix {
  const { view, lists } = facts;
  const changes = lists.length > most.lists ? [] : changesOf(view, path);
  for (const change of changes.slice(0, most.changes))
    if (silences(facts, change))
      return {
        say: advise(view, change.edge, change.cause),
        causes: causesOf(change),
        edge: change.edge.id,
      };
  return { say: advice, causes: [], edge: null };
}
