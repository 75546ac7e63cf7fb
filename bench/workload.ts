import type { EstateSize } from './estate.ts';
import type { Figure } from './measure.ts';

export interface Measured {
  /** What was measured on, in numbers. */
  on: Record<string, number>;
  figures: Figure[];
}

/** One thing that is measured: one file in `workloads/`. */
export interface Workload {
  /** As `npm run bench -- <name>` calls it; also the file's name. */
  name: string;
  doc: string;
  /** Size that its goals speak of. */
  size: Pick<EstateSize, 'nodes' | 'edges'>;
  run(size: EstateSize): Measured | Promise<Measured>;
}

export const workload = (definition: Workload): Workload => definition;
