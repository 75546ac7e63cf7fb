import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openEmbedded } from '../../graph/store/embedded.ts';
import { write } from '../../graph/write.ts';
import { ingestPaths } from '../../ingest/ingest.ts';
import { tally } from '../../ingest/tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutset-tally-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const counts = () => {
  const { records, claims } = tally.read();
  const of = (source: string) => records.get(source) ?? { accepted: 0, refused: 0 };
  return { traces: { ...of('otel.traces') }, none: { ...of('none') }, claims };
};

test('what files hold is counted by source and outcome', async () => {
  const span = {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    startTimeUnixNano: '1770000000000000000',
    attributes: [{ key: 'gen_ai.agent.name', value: { stringValue: 'clerk' } }],
  };
  const good = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  writeFileSync(join(folder, 'mixed.ndjson'), [good, '{"a":', '{"a":1}'].join('\n'));
  writeFileSync(join(folder, 'image.json'), 'no JSON at all');
  const store = await openEmbedded();
  const before = counts();
  await ingestPaths([folder], (claims, marks) => write(store, claims, marks), { key: 'k' });
  await store.close();
  // A line cut short, a record of no source, and a file that is no JSON.
  expect(counts()).toEqual({
    traces: { accepted: before.traces.accepted + 1, refused: before.traces.refused },
    none: { accepted: before.none.accepted, refused: before.none.refused + 3 },
    claims: before.claims + 1,
  });
});
