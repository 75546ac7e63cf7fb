import type { Touched } from './touched.ts';

/** How the walkable graph differs after changes. */
export interface Differences {
  /** Ids of edges that could be walked before, and are gone or otherwise. */
  lost: readonly string[];
  /** Where walks may pass that could not before; null for nowhere. */
  gained: Touched | null;
}
