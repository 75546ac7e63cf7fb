import { join } from 'node:path';
import type { Claim, Ref } from '../../graph/claim.ts';
import { Secret } from '../../graph/secret.ts';
import { openStore } from '../../graph/store/open.ts';
import { write } from '../../graph/write.ts';
import { Stream } from '../../ingest/stream.ts';
import { startBroker } from '../../test/servers/broker.ts';
import { startNeo4j, type Neo4jProcess } from '../../test/servers/neo4j-process.ts';
import { BareNeo4j } from '../bare-neo4j.ts';
import { SyntheticEstate, type EstateSize } from '../estate.ts';
import { batchesOf, edgesClaim, nodeClaim, told } from '../graph-claims.ts';
import { eventsOf, sendStorm } from '../kafka-events.ts';
import { figure, type Goal } from '../measure.ts';
import { inFolder } from '../scratch.ts';
import { workerApart } from '../worker-apart.ts';
import { workload } from '../workload.ts';

/** The first run warms the server, and is not counted. */
const runs = 4;

/** Distinct records that come by Kafka, unless the size says fewer. */
const events = 20_000;

/** Records a second from a broker to the server by `cutset worker`, and the memory that it took. */
async function byKafka(server: Neo4jProcess, size: EstateSize, folder: string) {
  await using closing = new AsyncDisposableStack();
  const broker = await startBroker(join(folder, 'kafka'));
  closing.defer(() => broker.remove());
  const stream = await Stream.open({ brokers: [broker.brokers], tls: null, sasl: null });
  closing.defer(() => stream.close());
  const calm = eventsOf(Math.min(events, size.edges), size.nodes);
  const { records } = await sendStorm(stream, 'events', calm, size.seed);
  const { report, peak } = await workerApart('events', broker, server, folder);
  if (report.records < records || report.refused > 0)
    throw new Error(
      `of ${records} records the worker read ${report.records} and refused ${report.refused}`,
    );
  return { records, rate: records / report.seconds, peak };
}

/** Entities a second, by the clock: the server works as well as this process. */
async function rate<T>(count: number, batches: readonly T[], work: (batch: T) => Promise<unknown>) {
  const started = performance.now();
  for (const batch of batches) await work(batch);
  return (count / (performance.now() - started)) * 1000;
}

interface Pair {
  bare: Record<'nodes' | 'edges', number>;
  ours: Record<'nodes' | 'edges', number>;
  again: number;
}

const figuresOf = (what: 'nodes' | 'edges', pairs: readonly Pair[], goal?: Goal) => [
  figure(
    `${what} as claims`,
    pairs.map(({ ours }) => ours[what]),
    { unit: `${what}/s` },
  ),
  figure(
    `${what}, bare driver`,
    pairs.map(({ bare }) => bare[what]),
    { unit: `${what}/s` },
  ),
  figure(
    `${what}, claims to bare`,
    pairs.map(({ bare, ours }) => ours[what] / bare[what]),
    { unit: 'ratio', ...(goal && { goal }) },
  ),
];

export default workload({
  name: 'engines',
  doc:
    'a graph written to Neo4j as claims, and by a bare driver on the same server in the same run: upserts of the same ' +
    'nodes and edges with the same properties and where each was read, in the same batches, on the same constraint and ' +
    'index, without claims; then records that come by Kafka, a fifth of them twice, kept by `cutset worker`',
  size: { nodes: 20_000, edges: 100_000 },
  why:
    'A claim about one node alone is a second node in the store: its row in the ledger, found by a unique key, without ' +
    'which the claim could be neither known again nor taken back. So nodes that are said one by one cost twice to three ' +
    'times what a bare loop pays. Edges, of which one claim says many, cost a question for the ends of each claim, and ' +
    'the text of the claim beside the evidence.',
  run: (size) =>
    inFolder(async (folder) => {
      const estate = new SyntheticEstate(size);
      const nodes = Array.from(estate.nodes(), told);
      const edges = Array.from(estate.edges(), told);
      const kinds = new Map(nodes.map(({ uid, kind }) => [uid, kind]));
      const refOf = (uid: string): Ref => ({ kind: kinds.get(uid) ?? 'Identity', uid });
      const nodeBatches = [...batchesOf(nodes, () => 1)];
      const nodeClaims = nodeBatches.map((batch) => batch.map(nodeClaim));
      const leaving = [...Map.groupBy(edges, ({ from }) => from).values()];
      const edgeBatches = [...batchesOf(leaving, (some) => some.length)];
      const edgeClaims = edgeBatches.map((batch) => batch.map((some) => edgesClaim(some, refOf)));

      await using closing = new AsyncDisposableStack();
      const server = await startNeo4j(join(folder, 'neo4j'), '1g');
      closing.defer(() => server.remove());
      const store = await openStore({
        server: { ...server, password: new Secret(server.password) },
      });
      closing.defer(() => store.close());
      const driver = new BareNeo4j(server);
      closing.defer(() => driver.close());
      const put = (claims: Claim[]) => write(store, claims);
      const pairs: Pair[] = [];
      for (let run = 0; run < runs; run++) {
        await store.clear();
        const bare = {
          nodes: await rate(nodes.length, nodeBatches, (batch) => driver.nodes(batch)),
          edges: await rate(edges.length, edgeBatches, (batch) => driver.edges(batch.flat())),
        };
        await store.clear();
        const ours = {
          nodes: await rate(nodes.length, nodeClaims, put),
          edges: await rate(edges.length, edgeClaims, put),
        };
        pairs.push({ bare, ours, again: await rate(edges.length, edgeClaims, put) });
      }
      const counted = pairs.slice(1);
      await store.clear();
      const kafka = await byKafka(server, size, folder);
      return {
        on: { nodes: nodes.length, edges: edges.length, records: kafka.records },
        figures: [
          ...figuresOf('edges', counted, { of: 'median', atLeast: 0.8 }),
          ...figuresOf('nodes', counted),
          figure(
            'edges as claims that say nothing new',
            counted.map(({ again }) => again),
            { unit: 'edges/s' },
          ),
          figure('records by Kafka', [kafka.rate], {
            unit: 'records/s',
            note: 'a worker that only writes',
          }),
          figure('memory of the worker, most', [kafka.peak / 2 ** 20], { unit: 'MB' }),
        ],
      };
    }),
});
