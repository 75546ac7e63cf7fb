import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from './store/neo4j.ts';
import { statements } from './store/statements.ts';
import type { Store } from './store/store.ts';

export interface EstateOptions {
  /** Milliseconds that time-bounded nodes are kept; default 90 days. */
  retention?: number;
  /** Where the graph lies; default: in the folder. */
  server?: Server | undefined;
  /** Key of the digests that stand for secrets; default: made once and kept with the estate. */
  key?: string | undefined;
}

const newKey = () => randomBytes(32).toString('hex');

/** The key in the estate's folder; made where there is none. */
export function keyIn(folder: string | undefined): string {
  const path = folder === undefined ? undefined : join(folder, 'key');
  if (path !== undefined && existsSync(path)) return readFileSync(path, 'utf8').trim();
  const key = newKey();
  if (path !== undefined) writeFileSync(path, `${key}\n`, { mode: 0o600 });
  return key;
}

/** What all who use a store find under a name; the first who asks gives it. */
async function kept(store: Store, key: string, value: string): Promise<string> {
  const rows = await store.write((transaction) =>
    transaction.run(statements.keepMeta, { key, value }),
  );
  return rows[0]?.['value'] as string;
}

/** The key that all who use a server share, since the same secret must have the same digest. */
export const sharedKey = (store: Store): Promise<string> => kept(store, 'key', newKey());

/** By which those who share a store know that they speak of the same one. */
export const storeIdentity = (store: Store): Promise<string> =>
  kept(store, 'identity', crypto.randomUUID());
