import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../errors.ts';
import { openEmbedded } from './embedded.ts';
import type { Server } from './neo4j.ts';
import type { Store } from './store.ts';
import { migrate, requireVersion } from './version.ts';

/** Where a store is: on a server, else in a folder, else in memory. */
export interface StorePlace {
  folder?: string | undefined;
  server?: Server | undefined;
}

const graphIn = (folder: string) => join(folder, 'graph.db');

/** Throws NOT_FOUND where a folder holds no estate; nothing is made. */
export function requireEstate({ folder, server }: StorePlace): void {
  if (server || folder === undefined || existsSync(graphIn(folder))) return;
  const what = existsSync(folder) ? 'the folder holds no estate' : 'there is no such folder';
  fail('NOT_FOUND', `estate ${folder}: ${what}; "cutset ingest" and "cutset serve" make one`);
}

/** A store of whatever version. */
export async function connect({ folder, server }: StorePlace): Promise<Store> {
  if (!server) return openEmbedded(folder === undefined ? undefined : graphIn(folder));
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
