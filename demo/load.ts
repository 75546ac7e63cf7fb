import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Estate } from '../graph/estate.ts';
import { detectSource, recordsOf } from '../ingest/detect.ts';
import { ingestPaths } from '../ingest/ingest.ts';
import { mapRecord } from '../ingest/map-record.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const account = join(root, 'demo', 'account-111122223333');
const runtime = join(root, 'demo', 'runtime-made-up');
const hour = 3_600_000;

/** Writes the times of runtime records, `{{-2h}}` and `{{-2h nano}}`, as hours before now. */
const dated = (text: string, now: number) =>
  text.replace(/\{\{-(\d+)h( nano)?\}\}/g, (_, hours: string, nano: string | undefined) => {
    const at = now - Number(hours) * hour;
    return nano === undefined ? `${new Date(at).toISOString().slice(0, 19)}Z` : `${at}000000`;
  });

function* runtimeRecords(now: number) {
  for (const name of readdirSync(runtime).sort()) {
    const text = dated(readFileSync(join(runtime, name), 'utf8'), now);
    const documents = name.endsWith('.ndjson') ? text.trim().split('\n') : [text];
    const records = documents.flatMap((document) => recordsOf(JSON.parse(document) as unknown));
    for (const [index, record] of records.entries())
      yield { path: join('demo', 'runtime-made-up', name), number: index + 1, record };
  }
}

/**
 * Fills an estate with the demo: configurations as collected now, runtime records dated back from
 * `now` (milliseconds since 1970). Settling is left to the caller. Throws if a record is refused.
 */
export async function loadDemo(estate: Estate, now = Date.now()): Promise<void> {
  const at = Math.floor(now / 1000) * 1000;
  const options = { key: estate.key, at, base: root };
  const report = await ingestPaths([account], (c, m) => estate.write(c, m), options);
  const [refused] = report.rejected;
  if (refused) throw new Error(`demo: ${refused.path} record ${refused.record}: ${refused.reason}`);
  for (const { path, number, record } of runtimeRecords(at)) {
    const origin = { path, at };
    const mapped = mapRecord(
      detectSource(record, origin),
      record,
      `${path}#${number}`,
      origin,
      estate.key,
    );
    await estate.write(mapped.claims, mapped.marks);
  }
  await estate.setDemo('loaded');
}
