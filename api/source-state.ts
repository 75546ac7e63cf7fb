import type { Freshness } from '../graph/freshness.ts';

/** When a source last spoke, and whether it is silent. Times in milliseconds. */
export interface SourceState extends Freshness {
  silent: boolean;
  silentAfter: number;
}

/** True for an owner of records; false for what derivations and rules say. */
export const isCollected = (owner: string): boolean =>
  !owner.startsWith('derive/') && !owner.startsWith('rules/');

/** A source without a record for this long is silent. */
export const silentAfter = 86_400_000;

/** What each owner's silence is as of now. */
export const sourceStates = (sources: readonly Freshness[], now: number): SourceState[] =>
  sources.map((source) => ({ ...source, silentAfter, silent: now - source.lastAt > silentAfter }));
