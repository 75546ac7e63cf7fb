import type { Claim } from './claim.ts';
import { unpackLines } from './front-coding.ts';
import type { Row } from './store/store.ts';

/** A claim as the ledger keeps it: enough to order the next one and to retract this one. */
export interface ClaimRow {
  key: string;
  at: number;
  hash: string;
  /** False once a completed scan of its scope did not repeat it. */
  fresh: boolean;
  /** Whether it counts: fresh, and what it requires counts. */
  alive: boolean;
  scope: string;
  requires: string;
  /** Names of nodes and edges that it supports (`nodeEntry`, `edgeEntry`), packed. */
  entities: string;
  /** What it says, for one that may come back without being repeated; else empty. */
  body: string;
}

/** What is so of most claims, and not kept: every value and index entry costs as much as a name. */
const usual = { fresh: true, alive: true, scope: '', requires: '', entities: '', body: '' };

export const storedRow = (row: ClaimRow): Row =>
  Object.fromEntries(
    Object.entries(row).filter(([name, value]) => value !== usual[name as keyof typeof usual]),
  );

/** A row as it was kept; what the store answers for what was left out is null. */
export const claimRow = (stored: Row): ClaimRow =>
  ({
    ...usual,
    ...Object.fromEntries(Object.entries(stored).filter(([, value]) => (value ?? null) !== null)),
  }) as ClaimRow;

export const entitiesOf = ({ entities }: ClaimRow): string[] => unpackLines(entities);

/** The claim of a row that kept what it says. */
export function claimOf(row: ClaimRow): Claim {
  const cut = row.key.indexOf('|');
  const { nodes, edges, evidence } = JSON.parse(row.body) as Pick<
    Claim,
    'nodes' | 'edges' | 'evidence'
  >;
  const [owner, subject] = [row.key.slice(0, cut), row.key.slice(cut + 1)];
  return { owner, subject, at: row.at, mode: 'state', nodes, edges, evidence };
}
