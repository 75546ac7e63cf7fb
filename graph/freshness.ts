import type { Store } from './store/store.ts';

/** When an owner last spoke. */
export interface Freshness {
  owner: string;
  /** Source whose record was the newest. */
  source: string;
  /** Milliseconds since 1970, at the source. */
  lastAt: number;
}

const query = `MATCH (o:Owner) WHERE NOT o.key STARTS WITH 'derive/' AND NOT o.key STARTS WITH 'rules/'
  RETURN o.key AS owner, o.source AS source, o.lastAt AS lastAt`;

/** Freshness of everything collected, by owner name. */
export async function freshness(store: Store): Promise<Freshness[]> {
  const { rows } = await store.read(query, {}, { rows: 100_000 });
  return (rows as unknown as Freshness[]).sort((a, b) => (a.owner < b.owner ? -1 : 1));
}
