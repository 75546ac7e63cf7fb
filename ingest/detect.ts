import { fail } from '../graph/errors.ts';
import { sources } from './registry.ts';
import type { Origin, Source } from './source.ts';

const keysOf = (record: unknown): string =>
  record !== null && typeof record === 'object' && !Array.isArray(record)
    ? `an object with ${Object.keys(record).slice(0, 5).join(', ') || 'no keys'}`
    : Array.isArray(record)
      ? 'a list'
      : `a ${record === null ? 'null' : typeof record}`;

/** The source by name. Throws USAGE for an unknown one. */
export const sourceNamed = (name: string): Source =>
  sources.find((source) => source.name === name) ??
  fail('USAGE', `no source "${name}"; there are ${sources.map((s) => s.name).join(', ')}`);

/** The one source that reads a record. Throws RECORD_UNKNOWN where none or several do. */
export function detectSource(record: unknown, origin: Origin): Source {
  const found = sources.filter((source) => source.detect(record, origin));
  const [first, second] = found;
  if (!first) return fail('RECORD_UNKNOWN', `no source reads ${keysOf(record)}`);
  if (second)
    fail(
      'RECORD_UNKNOWN',
      `several sources read it: ${found.map((s) => s.name).join(', ')}; name one`,
    );
  return first;
}

/** The records of a document: itself, unless a source knows it as a container. */
export function recordsOf(document: unknown): readonly unknown[] {
  for (const { split } of sources) {
    const records = split?.(document);
    if (records) return records;
  }
  return [document];
}
