import { aiRunsAs } from './runs-as-ai.ts';
import { computeRunsAs } from './runs-as-compute.ts';
import { flowRunsAs } from './runs-as-flows.ts';
import type { RunsAs } from './runs-as.ts';

/**
 * Every kind; a new one is a row, and its techniques follow from what AWS says of its actions. What
 * runs nobody's code but the service's own is none: who may set it does not hold its identity.
 */
export const runsAs: readonly RunsAs[] = [...aiRunsAs, ...computeRunsAs, ...flowRunsAs];
