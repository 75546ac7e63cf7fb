import { readdirSync, readFileSync } from 'node:fs';
import { digest } from './claim.ts';

/** What decides derived facts and findings: when any of it changes, they are computed anew. */
const folders = [
  './derive/',
  './access/',
  './composition/',
  './network/',
  './sensitivity/',
  './projection/',
  './cuts/',
  './findings/',
  './rules/',
  './schema/',
  '../cypher/rules/',
];

let known: string | undefined;

/** Digest of the code and rules that derive, so that an upgrade of Cutset re-derives an estate. */
export function engineDigest(): string {
  known ??= digest(
    folders
      .map((folder) => new URL(folder, import.meta.url))
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.(ts|cypher)$/.test(name))
          .sort()
          .map((name) => readFileSync(new URL(name, folder), 'utf8')),
      )
      .join('\n'),
  );
  return known;
}
