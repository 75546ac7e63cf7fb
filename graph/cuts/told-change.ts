import type { Edge } from '../entity.ts';
import { ownerOf } from '../owner.ts';
import type { View } from '../view.ts';
import { advise } from './advice.ts';
import type { Change, Ways } from './ways.ts';

/** Something in use that a change ends. */
export interface Use {
  edge: string;
  /** Milliseconds since 1970. */
  lastSeen: number;
  /** Who was seen using it: as events name them, else where the edge starts. */
  by: string[];
}

/** A change of a cut, with what it does. */
export interface ToldChange extends Change {
  say: string;
  /** Who answers for what holds it, else its account. */
  owner: string | null;
  /** Edges that the cut ends and that would be left without this change. */
  kills: string[];
  uses: Use[];
}

function usedBy({ id, from, lastSeen = 0, evidence }: Edge): Use {
  const actors = evidence.flatMap(({ mode, actor }) =>
    mode === 'seen' && actor !== undefined ? [actor] : [],
  );
  const by = [...new Set(actors)].sort();
  return { edge: id, lastSeen, by: by.length > 0 ? by : [from] };
}

/** Who answers for what a change edits; null where nothing says so. */
export function ownerOfChange(view: View, { cause, edge }: Change): string | null {
  const node = view.node(cause?.holder ?? view.edge(edge)?.from ?? '');
  if (!node) return null;
  const account = node.props['account'];
  return ownerOf(view, node) ?? (typeof account === 'string' ? account : null);
}

/** The changes of a cut with what each of them ends. */
export function tellChanges(view: View, ways: Ways, changes: readonly Change[]): ToldChange[] {
  const ids = new Set(changes.map(({ id }) => id));
  const ended = ways.ended(ids);
  return changes.map((change) => {
    const others = ways.ended(new Set([...ids].filter((id) => id !== change.id)));
    const kills = [...ended].filter((edge) => !others.has(edge)).sort();
    const used = ways.used([change.id]);
    const edge = view.edge(change.edge);
    return {
      ...change,
      say: edge ? advise(view, edge, change.cause) : change.id,
      owner: ownerOfChange(view, change),
      kills,
      uses: kills.flatMap((id) => {
        const one = used.has(id) ? view.edge(id) : undefined;
        return one ? [usedBy(one)] : [];
      }),
    };
  });
}
