import { canonical, digest } from '../claim.ts';

/** The id of what a rule found for an entry and a target: the same again after a re-ingest. */
export const findingId = (rule: string, entry: string, target: string): string =>
  `finding:${digest(canonical([rule, entry, target]))}`;
