import { expect, test } from 'vitest';
import { Failure } from '../../../graph/errors.ts';
import { decodeExport, encodeExportAnswer, limits } from '../../../ingest/otlp/protobuf.ts';
import { attribute, double, fixed64, number, part, varint } from './wire.ts';

const trace = Buffer.from('5b8efff798038103d269b633813fc60c', 'hex');
const span = Buffer.from('eee19b7ec3c1b174', 'hex');
const parent = Buffer.from('eee19b7ec3c1b173', 'hex');
const start = 1_544_712_660_000_000_123n;

/** `ExportTraceServiceRequest` { resource_spans { resource, scope_spans { spans } } }. */
const request = (...spanFields: Uint8Array[]) =>
  part(
    1,
    part(1, attribute(1, 'service.name', part(1, 'my.service'))),
    part(2, part(2, part(1, trace), part(2, span), fixed64(7, start), ...spanFields)),
  );

test('a span comes out as OTLP/JSON writes it', () => {
  const bytes = request(
    part(4, parent),
    part(5, 'chat'),
    number(6, 3),
    fixed64(8, start + 1n),
    attribute(9, 'text', part(1, 'ü')),
    attribute(9, 'yes', number(2, 1)),
    attribute(9, 'large', number(3, 9_007_199_254_740_993n)),
    attribute(9, 'negative', number(3, -5n)),
    attribute(9, 'half', double(4, 0.5)),
    attribute(9, 'list', part(5, part(1, part(1, 'a')), part(1, number(3, 2)))),
    attribute(9, 'map', part(6, attribute(1, 'k', part(1, 'v')))),
    attribute(9, 'raw', part(7, Buffer.from([0xff, 0]))),
    part(13, part(1, trace), part(2, parent)),
    part(15, number(3, 2)),
  );
  const texts = (key: string, value: object) => ({ key, value });
  expect(decodeExport('traces', bytes)).toEqual({
    resourceSpans: [
      {
        resource: { attributes: [texts('service.name', { stringValue: 'my.service' })] },
        scopeSpans: [
          {
            spans: [
              {
                traceId: trace.toString('hex'),
                spanId: span.toString('hex'),
                parentSpanId: parent.toString('hex'),
                name: 'chat',
                kind: 3,
                startTimeUnixNano: '1544712660000000123',
                endTimeUnixNano: '1544712660000000124',
                attributes: [
                  texts('text', { stringValue: 'ü' }),
                  texts('yes', { boolValue: true }),
                  texts('large', { intValue: '9007199254740993' }),
                  texts('negative', { intValue: '-5' }),
                  texts('half', { doubleValue: 0.5 }),
                  texts('list', {
                    arrayValue: { values: [{ stringValue: 'a' }, { intValue: '2' }] },
                  }),
                  texts('map', { kvlistValue: { values: [texts('k', { stringValue: 'v' })] } }),
                  texts('raw', { bytesValue: '/wA=' }),
                ],
                links: [{ traceId: trace.toString('hex'), spanId: parent.toString('hex') }],
                status: { code: 2 },
              },
            ],
          },
        ],
      },
    ],
  });
});

test('a log record comes out as OTLP/JSON writes it', () => {
  const record = part(
    2,
    fixed64(1, start),
    part(5, part(1, 'body')),
    attribute(6, 'gen_ai.operation.name', part(1, 'chat')),
    part(9, trace),
    part(10, span),
    part(12, 'gen_ai.client.inference.operation.details'),
  );
  expect(decodeExport('logs', part(1, part(2, record)))).toEqual({
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: start.toString(),
                body: { stringValue: 'body' },
                attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }],
                traceId: trace.toString('hex'),
                spanId: span.toString('hex'),
                eventName: 'gen_ai.client.inference.operation.details',
              },
            ],
          },
        ],
      },
    ],
  });
});

test('nothing is an export of nothing', () => {
  expect(decodeExport('traces', Buffer.alloc(0))).toEqual({ resourceSpans: [] });
  expect(decodeExport('logs', Buffer.alloc(0))).toEqual({ resourceLogs: [] });
});

test('what a newer version adds does not disturb', () => {
  const newer = request(part(4_000, 'unknown'), number(4_001, 7));
  expect(decodeExport('traces', newer)).toEqual(decodeExport('traces', request()));
});

const nested = (depth: number) => {
  let value = part(1, 'deep');
  for (let i = 0; i < depth; i++) value = part(5, part(1, value));
  return request(attribute(9, 'deep', value));
};

const codeOf = (bytes: Uint8Array) => {
  try {
    decodeExport('traces', bytes);
    return 'read';
  } catch (error) {
    return error instanceof Failure ? error.code : error;
  }
};

test.each<[string, Uint8Array, string]>([
  ['JSON', Buffer.from('{"resourceSpans":[]}'), 'RECORD_UNREADABLE'],
  ['a message cut short', request().subarray(0, -3), 'RECORD_UNREADABLE'],
  [
    'a length beyond the end',
    Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]),
    'RECORD_UNREADABLE',
  ],
  ['a number without an end', Buffer.alloc(32, 0xff), 'RECORD_UNREADABLE'],
  ['nesting of an attribute', nested(20), 'read'],
  ['nesting without end', nested(200), 'RECORD_UNREADABLE'],
  ['nested groups', Buffer.alloc(100_000, varint((5 << 3) | 3)), 'RECORD_UNREADABLE'],
  [
    'empty messages by the million',
    Buffer.alloc(limits.bytes, Buffer.from([0x0a, 0])),
    'INPUT_TOO_LARGE',
  ],
  ['more bytes than the limit', Buffer.alloc(limits.bytes + 1), 'INPUT_TOO_LARGE'],
])('%s', (_, bytes, code) => {
  expect(codeOf(bytes)).toBe(code);
});

test('the answer says what was refused, and nothing where nothing was', () => {
  expect(encodeExportAnswer('traces', { rejected: 0, reason: '' })).toHaveLength(0);
  const answer = encodeExportAnswer('traces', { rejected: 2, reason: 'no id' });
  expect(Buffer.from(answer)).toEqual(part(1, number(1, 2), part(2, 'no id')));
  const warning = encodeExportAnswer('logs', { rejected: 0, reason: 'slow down' });
  expect(Buffer.from(warning)).toEqual(part(1, part(2, 'slow down')));
});
