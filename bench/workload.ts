import type { EstateSize } from './estate.ts';
import { machine } from './machine.ts';
import type { Figure } from './measure.ts';

export interface Measured {
  /** What was measured on, in numbers. */
  on: Record<string, number>;
  figures: Figure[];
}

/** What one run of a workload found, and on what. */
export interface Evidence extends Measured {
  workload: string;
  doc: string;
  why?: string;
  /** When, ISO 8601. */
  at: string;
  machine: typeof machine;
  /** What else the machine did: its load average before, over five minutes. */
  load: number;
  size: EstateSize;
}

/** One thing that is measured: one file in `workloads/`. */
export interface Workload {
  /** As `npm run bench -- <name>` calls it; also the file's name. */
  name: string;
  doc: string;
  /** Size that its goals speak of. */
  size: Pick<EstateSize, 'nodes' | 'edges'>;
  /** What stands in the way of a goal that is missed. */
  why?: string;
  run(size: EstateSize): Measured | Promise<Measured>;
}

export const workload = (definition: Workload): Workload => definition;
