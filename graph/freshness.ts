import type { Store } from './store/store.ts';

/** When an owner last spoke. */
export interface Freshness {
  owner: string;
  /** Source whose record was the newest. */
  source: string;
  /** Milliseconds since 1970, at the source. */
  lastAt: number;
}

/** True for an owner of records; false for what derivations and rules say. */
export const isCollected = (owner: string): boolean =>
  !owner.startsWith('derive/') && !owner.startsWith('rules/');

/** A source without a record for this long, in milliseconds, is silent: a day. */
export const silentAfter = 86_400_000;

/** Whether a source is silent at a time. */
export const isSilent = ({ lastAt }: Pick<Freshness, 'lastAt'>, now: number): boolean =>
  now - lastAt > silentAfter;

const query = `MATCH (o:Owner) WHERE NOT o.key STARTS WITH 'derive/' AND NOT o.key STARTS WITH 'rules/'
  RETURN o.key AS owner, o.source AS source, o.lastAt AS lastAt`;

/** Freshness of everything collected, by owner name. */
export async function freshness(store: Store): Promise<Freshness[]> {
  const { rows } = await store.read(query, {}, { rows: 100_000 });
  return (rows as unknown as Freshness[]).sort((a, b) => (a.owner < b.owner ? -1 : 1));
}
