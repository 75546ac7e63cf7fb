import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../ingest/otlp/protobuf.ts';
import { signalOf } from '../../../ingest/otlp/signal.ts';
import { readRecord } from '../../../ingest/stream/read-record.ts';
import { fixed64, number, part } from '../otlp/wire.ts';
import { events, exportOf, recordsOf } from './load.ts';

const record = (value: Buffer | string | null) => ({
  ...{ topic: 't', partition: 0, offset: '7', at: Date.UTC(2026, 0, 1), key: null, headers: {} },
  value: value === null ? null : Buffer.from(value),
});
const read = (value: Buffer | string | null, source?: string) =>
  readRecord(record(value), source, 'key');

describe.each([
  ['otel.traces', 'traces'],
  ['otel.logs', 'logs'],
] as const)('%s', (source, signal) => {
  const whole = recordsOf(source).filter((one) => !/"spanId":\s*""/.test(JSON.stringify(one)));

  test.each(whole.map((one, i) => [i, one] as const))(
    'example %i says in otlp_proto what it says in otlp_json',
    async (_, document) => {
      const bytes = exportOf(signal, document);
      expect(signalOf(bytes)).toBe(signal);
      const [json, proto] = [await read(JSON.stringify(document)), await read(bytes)];
      expect(proto.claims.length).toBe(json.claims.length);
      expect(proto).toEqual(json);
    },
  );
});

test.each(['traces', 'logs'] as const)(
  "the collector's Kafka exporter, which writes fields last to first, is read: %s",
  async (signal) => {
    const value = (encoding: string) =>
      readFileSync(`test/ingest/fixtures/opentelemetry-collector/${signal}.${encoding}`);
    const [proto, json] = [await read(value('binpb')), await read(value('json'))];
    expect(proto.refused).toEqual([]);
    expect(proto.claims.length).toBeGreaterThan(0);
    expect(proto).toEqual(json);
  },
);

test.each([
  ['JSON', '{"resourceSpans":[]}'],
  ['JSON after an empty line', '\n{"resourceSpans":[]}'],
  ['lines of JSON after empty ones', '\n\n{"a":1}\n{"b":2}\n'],
  ['nothing', ''],
  [
    'metrics, which also begin with a group',
    Buffer.from('0a0a12081206 0a01 6d'.replaceAll(' ', ''), 'hex'),
  ],
])('%s is no export of traces or logs', (_, value) => {
  expect(signalOf(Buffer.from(value))).toBeNull();
});

test('each line of a record is a record; the ones that cannot be read are refused by themselves', async () => {
  const [first = '', second = ''] = events(2);
  const { claims, refused } = await read(`${first}\nnot JSON\n${second}\n{"x":1}\n`);
  expect(claims.map(({ subject }) => subject)).toEqual(
    [first, second].map((text) => (JSON.parse(text) as { eventID: string }).eventID),
  );
  expect(refused.map(({ code }) => code)).toEqual(['RECORD_UNREADABLE', 'RECORD_UNKNOWN']);
});

test('a record packed by gzip is read, and a bomb is refused', async () => {
  const [event = ''] = events(1);
  expect(await read(gzipSync(event))).toEqual(await read(event));
  const { claims, refused } = await read(gzipSync(Buffer.alloc(300 << 20)));
  expect(claims).toEqual([]);
  expect(refused).toMatchObject([{ code: 'INPUT_TOO_LARGE' }]);
});

test('a value that unpacks to a great many fields is refused in little memory', () => {
  const module = new URL('../../../ingest/stream/read-record.ts', import.meta.url).href;
  const script = `
    import { gzipSync } from 'node:zlib';
    import { readRecord } from ${JSON.stringify(module)};
    const record = { topic: 't', partition: 0, offset: '0', at: 0, key: null, headers: {} };
    const codes = [];
    for (const [bytes, source] of [[8 << 20], [64 << 20], [64 << 20, 'otel.traces']]) {
      const value = gzipSync(Buffer.alloc(bytes, '0a00', 'hex'));
      codes.push((await readRecord({ ...record, value }, source, 'key')).refused.map(({ code }) => code));
    }
    console.log(JSON.stringify(codes));
  `;
  const heap = ['--max-old-space-size=96', '--input-type=module', '--eval', script];
  const said = execFileSync(process.execPath, heap, { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual([
    ['RECORD_UNREADABLE'],
    ['RECORD_UNREADABLE'],
    ['INPUT_TOO_LARGE'],
  ]);
});

test('an export longer than a message may be is not looked into', () => {
  const few = part(1, part(2, part(2, part(1, Buffer.alloc(16, 1)))));
  expect(signalOf(few)).toBe('traces');
  expect(signalOf(Buffer.concat([few, part(1, Buffer.alloc(limits.bytes))]))).toBeNull();
});

test('a record without a value is refused, not skipped', async () => {
  expect((await read(null)).refused).toMatchObject([{ code: 'RECORD_UNREADABLE' }]);
});

test('a named source reads all of a topic, whatever the form', async () => {
  const [event = ''] = events(1);
  const { refused } = await read(event, 'aws.guardduty-finding');
  expect(refused).toMatchObject([{ source: 'aws.guardduty-finding', code: 'RECORD_INVALID' }]);
});

test('evidence names topic, partition and offset', async () => {
  const [event = ''] = events(1);
  const { claims } = await read(event);
  expect(claims[0]?.evidence.record).toBe('t/0/7#1');
});

test('a list that a record carries completes no scan', async () => {
  const list = { Functions: [] };
  const { claims, refused } = await readRecord(record(JSON.stringify(list)), 'aws.lambda', 'key');
  expect(claims).toEqual([]);
  expect(refused.every(({ code }) => code !== 'UNEXPECTED')).toBe(true);
});

describe('a topic of OTLP is read as that, whatever the form of a value', () => {
  const attribute = (key: string, value: string) => part(9, part(1, key), part(2, part(1, value)));
  const agent = [
    attribute('gen_ai.operation.name', 'invoke_agent'),
    attribute('gen_ai.agent.name', 'odd'),
  ];
  const started = fixed64(7, 1_770_000_000_000_000_000n);
  const ids = [part(1, Buffer.alloc(16, 1)), part(2, Buffer.alloc(8, 1))];
  const exported = (...span: Buffer[]) => part(1, part(2, part(2, ...span)));

  test.each([
    ['begins with its name', exported(part(5, 'odd'), ...ids, started, ...agent)],
    ['begins with a field of a later version', exported(number(99, 1), ...ids, started, ...agent)],
    ['has its scopes after a schema', part(1, part(3, 'x'), part(2, part(2, ...ids, started)))],
    ['is packed by gzip', gzipSync(exported(part(5, 'odd'), ...ids, started, ...agent))],
  ])('a span that %s', async (_, value) => {
    const { refused } = await read(value, 'otel.traces');
    expect(refused).toEqual([]);
  });

  test('an export whose first group is empty tells nothing by its form', async () => {
    const value = Buffer.concat([part(1, part(3, 'x')), exported(...ids, started, ...agent)]);
    expect((await read(value)).refused).not.toEqual([]);
    const { refused, claims } = await read(value, 'otel.traces');
    expect(refused).toEqual([]);
    expect(claims.length).toBeGreaterThan(0);
  });

  test('a group whose length is the code of a brace is no JSON', async () => {
    const sized = (size: number) => exported(...ids, started, part(5, 'x'.repeat(size)));
    const sizes = Array.from({ length: 120 }, (_, size) => sized(size));
    const value = sizes.find((bytes) => bytes.toString('latin1', 0, 2) === '\n{') ?? null;
    expect(value).not.toBeNull();
    expect((await read(value, 'otel.traces')).refused).toEqual([]);
  });

  test.each(['{"resourceSpans":[]}', ' \r\n{"resourceSpans":[]}', '\ufeff{"resourceSpans":[]}'])(
    'JSON: %j',
    async (value) => {
      expect((await read(value, 'otel.traces')).refused).toEqual([]);
    },
  );

  test.each([
    ['bytes cut short', exported(...ids, started).subarray(0, -3)],
    ['JSON cut short', '{"resourceSpans":['],
    ['text', 'hello'],
  ])('%s: refused', async (_, value) => {
    expect((await read(value, 'otel.traces')).refused).toMatchObject([
      { source: 'otel.traces', code: 'RECORD_UNREADABLE' },
    ]);
  });
});
