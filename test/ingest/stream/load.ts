import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { messageOf, type Signal } from '../../../ingest/otlp/messages.ts';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** Records of the recorded examples of a source, as their makers wrote them. */
export const recordsOf = (source: string): unknown[] =>
  readdirSync(fixtures + source)
    .filter((file) => file.endsWith('.case.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(`${fixtures}${source}/${file}`, 'utf8')) as Case)
    .filter(({ expect }) => expect.refusedBecause === undefined)
    .map(({ record }) => record);

interface Case {
  record: unknown;
  expect: { refusedBecause?: string };
}

/** OTLP/JSON writes ids in hexadecimal; proto3 JSON, which the encoder takes, writes base64. */
const withIdsInBase64 = (document: unknown): object =>
  JSON.parse(JSON.stringify(document), (name, value: unknown) =>
    /^(traceId|spanId|parentSpanId)$/.test(name) && typeof value === 'string'
      ? Buffer.from(value, 'hex').toString('base64')
      : value,
  ) as object;

/** The bytes of an export, as the collector's Kafka exporter sends them with `otlp_proto`. */
export function exportOf(signal: Signal, document: unknown): Buffer {
  const type = messageOf(signal, 'Request');
  return Buffer.from(type.encode(type.fromObject(withIdsInBase64(document))).finish());
}

const readEvent = (recordsOf('aws.cloudtrail-events') as Record<string, unknown>[])
  .flatMap((one) => (Array.isArray(one['Records']) ? (one['Records'] as unknown[]) : [one]))
  .find((one) => (one as Record<string, unknown>)['eventName'] === 'GetSecretValue') as Record<
  string,
  unknown
>;

/**
 * CloudTrail events like one that was recorded, each of its own: when, by which role, on which
 * secret. Every event makes a difference to the graph: lost or counted twice, it shows.
 */
export const events = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const role = `reader-${i % 97}`;
    const secret = `arn:aws:secretsmanager:us-east-1:111122223333:secret:s${i % 313}-AbCdEf`;
    return JSON.stringify({
      ...readEvent,
      eventID: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      eventTime: new Date(Date.UTC(2026, 10, 1) + i * 1_000).toISOString(),
      recipientAccountId: '111122223333',
      errorCode: undefined,
      requestParameters: { secretId: secret },
      resources: undefined,
      userIdentity: {
        type: 'AssumedRole',
        accountId: '111122223333',
        arn: `arn:aws:sts::111122223333:assumed-role/${role}/session`,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            accountId: '111122223333',
            arn: `arn:aws:iam::111122223333:role/${role}`,
          },
        },
      },
    });
  });
