import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that the files of an embedded store take; undefined where the store is a server. */
export function storeBytes(folder: string | null): number | undefined {
  if (folder === null) return undefined;
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.startsWith('graph.db'))
      .map((name) => statSync(join(folder, name)))
      .filter((stat) => stat.isFile())
      .reduce((sum, { size }) => sum + size, 0);
  } catch {
    // The engine replaces files while it writes; the next scrape sees them whole.
    return undefined;
  }
}
