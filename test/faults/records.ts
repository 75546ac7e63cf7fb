import { pick, random, shuffled } from '../../bench/random.ts';
import { events, exportOf, recordsOf } from '../ingest/stream/load.ts';
import type { Sent } from '../ingest/stream/topic.ts';

/** Distinct records of a load; a quarter as many are copies. CUTSET_TEST_LOAD makes it another. */
export const distinct = Number(process.env['CUTSET_TEST_LOAD'] ?? 80_000);

type Recorded = Record<string, unknown>;

/** The recorded example of a source that holds a text. */
const exampleOf = (source: string, text: string): Recorded =>
  (recordsOf(source) as Recorded[]).find((one) => JSON.stringify(one).includes(text)) ?? {};

const invocation = exampleOf('aws.bedrock-invocation', 'I have a rather normal question.');
const item = exampleOf('aws.config-item', 'role/service-role/reader');
const trace = JSON.stringify(exampleOf('otel.traces', 'runtime/my_agent-abc'));

const account = '111122223333';
const start = Date.UTC(2026, 10, 1);
const uuid = (i: number) => `10000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
const models = ['anthropic.claude-3-haiku-20240307-v1:0', 'amazon.nova-lite-v1:0'];

/** A model that a role asked. */
const asked = (i: number): string =>
  JSON.stringify({
    ...invocation,
    ...{ accountId: account, requestId: uuid(i), modelId: models[i % models.length] },
    timestamp: new Date(start + i * 1_000).toISOString(),
    identity: { arn: `arn:aws:sts::${account}:assumed-role/reader-${i % 89}/session` },
  });

/** An agent that called a tool, as the collector's Kafka exporter writes it in protobuf. */
function called(i: number): Buffer {
  const text = trace
    .replaceAll('5b8efff798038103d269b633813fc60c', i.toString(16).padStart(32, '5'))
    .replaceAll('my_agent', `agent_${i % 53}`)
    .replaceAll('"1770000000', `"${start / 1_000 + i}`);
  return exportOf('traces', JSON.parse(text));
}

/** A role as it became: each has a policy of its own, so that only the newest may count. */
function changed(i: number): string {
  const name = `reader-${i % 97}`;
  const policy = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: `arn:aws:secretsmanager:us-east-1:${account}:secret:s${i % 313}-AbCdEf`,
      Condition: { StringEquals: { 'aws:PrincipalTag/change': String(i) } },
    },
  };
  const arn = `arn:aws:iam::${account}:role/${name}`;
  return JSON.stringify({
    ...item,
    ...{ accountId: account, arn, resourceName: name, resourceId: `AROA${name}` },
    configurationItemCaptureTime: new Date(start + i * 1_000).toISOString(),
    configuration: {
      ...(item['configuration'] as Recorded),
      ...{ arn, roleName: name, roleId: `AROA${name}`, path: '/' },
      rolePolicyList: [
        { policyName: 'read', policyDocument: encodeURIComponent(JSON.stringify(policy)) },
      ],
    },
  });
}

/** Of ten records, by their makers: CloudTrail, Bedrock, OpenTelemetry, AWS Config. */
const makers = [
  ...Array.from({ length: 6 }, () => null),
  ...[asked, asked],
  ...[called, changed],
] as const;

/** Distinct records of an account at work, as they came about. */
export function recordsOfAccount(count: number): (string | Buffer)[] {
  const reads = events(count);
  return reads.map((read, i) => makers[i % makers.length]?.(i) ?? read);
}

/** Records in any order, a fifth of what is sent being sent before, over the partitions of a topic. */
export function stormOf(
  calm: readonly (string | Buffer)[],
  partitions: number,
  seed: number,
): (Sent & { partition: number })[] {
  const next = random(seed);
  const again = Array.from({ length: Math.ceil(calm.length / 4) }, () => pick(next, calm));
  return shuffled(next, [...calm, ...again]).map((value) => ({
    value,
    partition: Math.floor(next() * partitions),
  }));
}
