import { isSilent, silentAfter, type Freshness } from '../graph/freshness.ts';

/** When a source last spoke, and whether it is silent. Times in milliseconds. */
export interface SourceState extends Freshness {
  silent: boolean;
  silentAfter: number;
}

/** What each owner's silence is as of now. */
export const sourceStates = (sources: readonly Freshness[], now: number): SourceState[] =>
  sources.map((source) => ({ ...source, silentAfter, silent: isSilent(source, now) }));
