import { walkable } from '../../graph/schema/index.ts';
import type { View } from '../../graph/view.ts';
import type { SourceState } from '../source-state.ts';

/** How much of what is known of was collected, and what could not be decided. */
export interface Coverage {
  /** Accounts that something names, and those of them that a source speaks for. */
  accountsKnown: number;
  accountsCollected: number;
  sources: number;
  sourcesLive: number;
  agents: number;
  /** Agents of which runtime has shown something. */
  agentsWatched: number;
  /** Edges that an attacker may move by if an unknown condition allows it. */
  conditionalEdges: number;
  /** Edges that are assumed, not read. */
  inferredEdges: number;
}

/** Coverage as of now. An account is collected where the owner of a record begins with its id. */
export function coverageOf(view: View, sources: readonly SourceState[]): Coverage {
  const spoken = new Set(sources.map(({ owner }) => owner.split('/')[0]));
  const accounts = [...view.nodesOf('Account')];
  const agents = [...view.nodesOf('Agent')].filter(({ stub }) => !stub);
  let conditionalEdges = 0;
  let inferredEdges = 0;
  for (const { kind, conditional, basis } of view.edges()) {
    if (!walkable(kind)) continue;
    if (conditional) conditionalEdges += 1;
    if (basis === 'inferred') inferredEdges += 1;
  }
  return {
    accountsKnown: accounts.length,
    accountsCollected: accounts.filter(({ uid }) => spoken.has(uid)).length,
    sources: sources.length,
    sourcesLive: sources.filter(({ silent }) => !silent).length,
    agents: agents.length,
    agentsWatched: agents.filter(({ lastSeen }) => lastSeen !== undefined).length,
    conditionalEdges,
    inferredEdges,
  };
}
