import { apart } from '../apart.ts';
import { figure } from '../measure.ts';
import type { Filled, FillTask } from '../processes/fill.ts';
import type { Opened, OpenTask } from '../processes/open.ts';
import { inFolder } from '../scratch.ts';
import { workload } from '../workload.ts';

/** Megabytes of heap that each process may take; what the engine holds is beside it. */
const heap = { fill: 8_000, open: 4_096 };

export default workload({
  name: 'scale',
  doc:
    'a large estate opened from the embedded store and analysed, in a process of its own. It is put there by ' +
    "the engine's bulk calls, with what supports each fact and without the ledger of claims. A whole " +
    're-analysis begins after a change, so that nothing is known from before: all that the internet reaches ' +
    'with its likelihood, the best 10 paths to sensitive data, and how exposed each piece of it is',
  size: { nodes: 1_000_000, edges: 5_000_000 },
  run: (size) =>
    inFolder(async (folder) => {
      const filled = await apart<Filled>('fill', { folder, size } satisfies FillTask, heap.fill);
      const task: OpenTask = { folder, analyses: 7, changes: 20 };
      const { counts, took, bytes, analyses, changes } = await apart<Opened>(
        'open',
        task,
        heap.open,
      );
      const atMost = (of: 'median' | 'p95', most: number) => ({ goal: { of, atMost: most } });
      const perEdge = (n: number) => [n / counts.edges];
      return {
        on: { ...counts },
        figures: [
          figure('made', [filled.made / 1_000], { unit: 's' }),
          figure('made and kept in bulk', [filled.kept / 1_000], { unit: 's' }),
          figure('engine opened', [took.store / 1_000], { unit: 's' }),
          figure('scanned into the view', [took.view / 1_000], { unit: 's' }),
          figure('projection built', [took.projection / 1_000], { unit: 's' }),
          figure('view', perEdge(bytes.view), { unit: 'B/edge', note: 'nodes and uids included' }),
          figure('projection', perEdge(bytes.projection), {
            unit: 'B/edge',
            note: 'its index of uids included',
            ...atMost('median', 40),
          }),
          figure('peak of the process', [bytes.peak / 2 ** 20], {
            unit: 'MB',
            note: 'the engine holds the graph in memory too',
            ...atMost('median', 8_192),
          }),
          figure('whole re-analysis', analyses.all, atMost('median', 2_000)),
          figure('whole re-analysis, processor time', analyses.busy),
          figure('of that, reach of the internet', analyses.reach),
          figure('of that, best 10 paths', analyses.paths),
          figure('of that, exposure of targets', analyses.exposure),
          figure('one change, to the best 10 paths after it', changes, atMost('p95', 1_000)),
        ],
      };
    }),
});
