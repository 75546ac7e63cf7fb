import { join } from 'node:path';
import { openEmbedded } from './embedded.ts';
import type { Server } from './neo4j.ts';
import type { Store } from './store.ts';
import { migrate, requireVersion } from './version.ts';

/** Where a store is: on a server, else in a folder, else in memory. */
export interface StorePlace {
  folder?: string | undefined;
  server?: Server | undefined;
}

/** A store of whatever version. */
export async function connect({ folder, server }: StorePlace): Promise<Store> {
  if (!server) return openEmbedded(folder === undefined ? undefined : join(folder, 'graph.db'));
  const { openNeo4j } = await import('./neo4j.ts');
  return openNeo4j(server);
}

/**
 * A store at the version of this code. One in a folder is brought up to date, since nobody else
 * uses it; on a server that is for `cutset migrate`. Throws ESTATE_OLDER, ESTATE_NEWER.
 */
export async function openStore(place: StorePlace): Promise<Store> {
  const store = await connect(place);
  try {
    await (place.server ? requireVersion(store) : migrate(store));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
