import { join } from 'node:path';
import type { Claim, Ref } from '../../graph/claim.ts';
import { openEmbedded } from '../../graph/store/embedded.ts';
import { write } from '../../graph/write.ts';
import { BareStore } from '../bare.ts';
import { SyntheticEstate } from '../estate.ts';
import { batchesOf, edgesClaim, nodeClaim, told } from '../graph-claims.ts';
import { figure, type Goal } from '../measure.ts';
import { inFolder } from '../scratch.ts';
import { workload } from '../workload.ts';

const runs = 3;

/** What a phase took: by the clock, and of the processor, which other programs do not distort. */
interface Taken {
  /** Entities a second. */
  rate: number;
  /** Processor milliseconds. */
  busy: number;
}

async function timed<T>(
  count: number,
  batches: readonly T[],
  work: (batch: T) => Promise<unknown>,
): Promise<Taken> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  for (const batch of batches) await work(batch);
  const { user, system } = process.cpuUsage(cpu);
  return { rate: (count / (performance.now() - started)) * 1000, busy: (user + system) / 1000 };
}

interface Pair {
  bare: Record<'nodes' | 'edges', Taken>;
  ours: Record<'nodes' | 'edges', Taken>;
}

const figuresOf = (what: 'nodes' | 'edges', pairs: readonly Pair[], goal?: Goal) => [
  figure(
    `${what} as claims`,
    pairs.map(({ ours }) => ours[what].rate),
    { unit: `${what}/s` },
  ),
  figure(
    `${what}, bare loop`,
    pairs.map(({ bare }) => bare[what].rate),
    { unit: `${what}/s` },
  ),
  figure(
    `${what}, claims to bare`,
    pairs.map(({ bare, ours }) => bare[what].busy / ours[what].busy),
    { unit: 'ratio', note: 'by processor time', ...(goal && { goal }) },
  ),
];

export default workload({
  name: 'write',
  doc:
    'a graph written as claims, and by a bare loop on the same engine in the same run: upserts of the same nodes and ' +
    'edges with the same properties and where each was read, in the same batches, on the same index, without claims',
  size: { nodes: 20_000, edges: 100_000 },
  why:
    'A claim about one node alone is a second node in the store: its row in the ledger, found by a unique key, without ' +
    'which the claim could be neither known again nor taken back. So nodes that are said one by one cost twice to three ' +
    'times what a bare loop pays. Edges, of which one claim says many, cost a question for the ends of each claim, and ' +
    'the text of the claim beside the evidence.',
  async run(size) {
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

    const ours = () =>
      inFolder(async (folder) => {
        const store = await openEmbedded(join(folder, 'graph.db'));
        const put = (claims: Claim[]) => write(store, claims);
        const taken = {
          nodes: await timed(nodes.length, nodeClaims, put),
          edges: await timed(edges.length, edgeClaims, put),
        };
        await store.close();
        return taken;
      });
    const bare = () =>
      inFolder(async (folder) => {
        const store = await BareStore.open(join(folder, 'graph.db'));
        const taken = {
          nodes: await timed(nodes.length, nodeBatches, (batch) => store.nodes(batch)),
          edges: await timed(edges.length, edgeBatches, (batch) => store.edges(batch.flat())),
        };
        store.close();
        return taken;
      });
    const pairs: Pair[] = [];
    for (let run = 0; run < runs; run++) pairs.push({ bare: await bare(), ours: await ours() });
    return {
      on: { nodes: nodes.length, edges: edges.length },
      figures: [
        ...figuresOf('edges', pairs, { of: 'median', atLeast: 0.8 }),
        ...figuresOf('nodes', pairs),
      ],
    };
  },
});
