import { readdirSync } from 'node:fs';
import type { Source } from './source.ts';

const folder = new URL('./sources/', import.meta.url);

/**
 * Every source: the default export of each file in `sources/` that has one. A format is added by
 * adding its file.
 */
async function load(): Promise<readonly Source[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
  const modules = await Promise.all(
    files.map(async (name) => (await import(new URL(name, folder).href)) as { default?: Source }),
  );
  const sources = modules.flatMap((module) => module.default ?? []);
  const names = new Set<string>();
  for (const { name } of sources)
    if (names.has(name)) throw new Error(`two sources are named ${name}`);
    else names.add(name);
  return sources;
}

export const sources = await load();
