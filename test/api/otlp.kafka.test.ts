import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { streamOn, usual, work } from '../ingest/stream/working.ts';
import { attribute, fixed64, part } from '../ingest/otlp/wire.ts';
import { kafka } from '../servers/kafka.ts';
import { exporting } from './exporting.ts';

const { brokers, skip } = await kafka();

/** An agent's span in protobuf. */
const agent = part(
  1,
  part(1, attribute(1, 'service.name', part(1, 'shop'))),
  part(
    2,
    part(
      2,
      part(1, Buffer.alloc(16, 1)),
      part(2, Buffer.alloc(8, 1)),
      fixed64(7, 1_770_000_000_000_000_000n),
      attribute(9, 'gen_ai.operation.name', part(1, 'invoke_agent')),
      attribute(9, 'gen_ai.agent.name', part(1, 'from-protobuf')),
    ),
  ),
);
const recorded = JSON.parse(
  readFileSync('test/ingest/fixtures/otel.traces/openai-agents.case.json', 'utf8'),
) as { record: unknown; expect: { nodes: { kind: string; uid: string }[] } };

describe.skipIf(skip !== null)('exports while Kafka is configured', () => {
  const prefix = `otlp-http-${process.pid}`;
  const [traces, logs] = [`${prefix}.spans`, `${prefix}.logs`];
  beforeAll(async () => {
    const stream = await streamOn(brokers);
    for (const topic of [traces, logs, `${prefix}.dead`]) await stream.ensureTopic(topic);
    await stream.close();
  });

  test('they go to topics, and from there by a worker into the graph', async () => {
    await using server = await exporting({
      CUTSET_KAFKA_BROKERS: brokers,
      CUTSET_KAFKA_TRACES_TOPIC: traces,
      CUTSET_KAFKA_LOGS_TOPIC: logs,
    });
    const send = (type: string, body: BodyInit) =>
      fetch(`${server.address}/v1/traces`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${server.token}`, 'content-type': type },
      });
    expect((await send('application/x-protobuf', new Uint8Array(agent))).status).toBe(200);
    expect((await send('application/json', JSON.stringify(recorded.record))).status).toBe(200);
    expect((await send('application/x-protobuf', new Uint8Array())).status).toBe(200);
    expect((await send('application/json', 'not JSON')).status).toBe(400);
    expect(server.estate.lags).toBe(false);

    const estate = await Estate.open();
    const report = await work(brokers, estate, usual([`${traces}=otel.traces`], prefix));
    expect(report).toMatchObject({ records: 2, refused: 0 });
    const { rows } = await estate.store.read('MATCH (a:Agent) RETURN a.uid AS uid');
    const told = recorded.expect.nodes.filter(({ kind }) => kind === 'Agent');
    expect(told.length).toBeGreaterThan(0);
    expect(rows.map(({ uid }) => uid)).toEqual(
      expect.arrayContaining(['agent:svc:/shop@/from-protobuf', ...told.map(({ uid }) => uid)]),
    );
    await estate.close();
  });

  test('senders are told to come back while it does not answer', async () => {
    await using server = await exporting({ CUTSET_KAFKA_BROKERS: '127.0.0.1:1' });
    const answer = await fetch(`${server.address}/v1/traces`, {
      method: 'POST',
      body: '{"resourceSpans":[]}',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
  });
});
