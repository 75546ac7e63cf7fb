import { openEmbedded } from './embedded.ts';
import type { Server } from './neo4j.ts';
import type { Store } from './store.ts';
import { migrate, requireVersion } from './version.ts';

/** A store on a server, at the version of this code. Throws ESTATE_OLDER where others may use it. */
export async function openServer(server: Server): Promise<Store> {
  const { openNeo4j } = await import('./neo4j.ts');
  return ready(await openNeo4j(server), requireVersion);
}

/** A store in a file or in memory; an older one is brought up to date, since nobody else uses it. */
export async function openFile(path: string | undefined): Promise<Store> {
  return ready(await openEmbedded(path), migrate);
}

async function ready(store: Store, make: (store: Store) => Promise<unknown>): Promise<Store> {
  try {
    await make(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
