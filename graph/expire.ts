import { nodeKindNames, nodeKinds } from './schema/index.ts';
import { statements } from './store/statements.ts';
import type { Store } from './store/store.ts';
import type { View } from './view.ts';
import { nextVersion, type Changes } from './workspace.ts';

const timeBounded = nodeKindNames.filter((kind) => 'timeBounded' in nodeKinds[kind]);

/** Nodes removed in one transaction, so that none of them weighs on the store. */
const atOnce = 2_000;

/**
 * Removes time-bounded nodes that are older than the retention, counted back from the newest event
 * that the estate has seen, so that replaying old records ends in the same graph.
 */
export async function expire(store: Store, view: View, retention: number): Promise<Changes[]> {
  const dated = timeBounded.flatMap((kind) =>
    [...view.nodesOf(kind)].map(({ uid, lastSeen = 0 }) => ({ uid, lastSeen })),
  );
  const newest = dated.reduce((latest, { lastSeen }) => Math.max(latest, lastSeen), 0);
  const uids = dated.filter(({ lastSeen }) => lastSeen < newest - retention).map(({ uid }) => uid);
  const done: Changes[] = [];
  for (let from = 0; from < uids.length; from += atOnce) {
    const goneNodes = uids.slice(from, from + atOnce);
    const version = await store.write(async (transaction) => {
      await transaction.run(statements.deleteNodes, { uids: goneNodes });
      return nextVersion(transaction);
    });
    const goneEdges = new Set(
      goneNodes.flatMap((uid) => [...view.out(uid), ...view.in(uid)].map(({ id }) => id)),
    );
    done.push({
      ...{ nodes: [], edges: [], goneNodes, goneEdges: [...goneEdges], by: new Map(), version },
    });
  }
  return done;
}
