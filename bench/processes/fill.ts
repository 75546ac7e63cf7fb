import { answer } from '../apart.ts';
import { keepInBulk } from '../bulk.ts';
import { SyntheticEstate, type EstateSize } from '../estate.ts';

export interface FillTask {
  folder: string;
  size: EstateSize;
}

/** What was kept; milliseconds of making the estate alone, and of making and keeping it. */
export interface Filled {
  nodes: number;
  edges: number;
  made: number;
  kept: number;
}

answer<FillTask, Filled>(async ({ folder, size }) => {
  const started = performance.now();
  const alone = new SyntheticEstate(size);
  for (const facts of [alone.nodes(), alone.edges()]) for (const _ of facts);
  const made = performance.now() - started;
  const counts = await keepInBulk(folder, new SyntheticEstate(size));
  return { ...counts, made, kept: performance.now() - started - made };
});
