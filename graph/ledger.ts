import { claimHash, claimKey, edgeId, scopeKey, type Claim, type ScopeMark } from './claim.ts';
import { statements } from './store/statements.ts';
import type { Row, Transaction } from './store/store.ts';
import { edgeEntry, nodeEntry } from './workspace.ts';

/** A claim as the ledger keeps it: enough to order the next one and to retract this one. */
export interface ClaimRow extends Row {
  key: string;
  at: number;
  hash: string;
  /** False once a completed scan of its scope did not repeat it. */
  fresh: boolean;
  /** Whether it counts: fresh, and what it requires counts. */
  alive: boolean;
  scope: string;
  requires: string;
  entities: string[];
  /** What it says, for one that may come back without being repeated; else empty. */
  body: string;
}

/** What a batch does to the ledger. */
export interface LedgerPlan {
  /** Rows to write. */
  put: ClaimRow[];
  /** Rows of which only the time differs. */
  touch: Row[];
  /** Claims of the batch that say what was not known. */
  news: number;
  /** Claims that count now and said something else, or nothing, before. */
  apply: { claim: Claim; key: string; old: ClaimRow | undefined }[];
  /** Claims that no longer count, and since when. */
  retract: { row: ClaimRow; at: number }[];
}

type Known = Map<string, ClaimRow>;

const entriesOf = (claim: Claim) => [
  ...claim.nodes.map(({ uid }) => nodeEntry(uid)),
  ...claim.edges.map((edge) => edgeEntry(edgeId(edge))),
];

/** The order in which claims on one subject count: by time, then by content. */
const newer = (a: { at: number; hash: string }, b: { at: number; hash: string }) =>
  a.at !== b.at ? a.at > b.at : a.hash > b.hash;

/** Best claim of each subject within the batch. */
function winners(claims: Iterable<Claim>) {
  const best = new Map<string, { claim: Claim; at: number; hash: string }>();
  for (const claim of claims) {
    const candidate = { claim, at: claim.at, hash: claimHash(claim) };
    const known = best.get(claimKey(claim));
    if (!known || newer(candidate, known)) best.set(claimKey(claim), candidate);
  }
  return best;
}

async function rowsOf(transaction: Transaction, statement: string, keys: readonly string[]) {
  return keys.length ? ((await transaction.run(statement, { keys })) as ClaimRow[]) : [];
}

/** Raises stored scope marks by those of the batch; returns all that concern it. */
async function raiseMarks(transaction: Transaction, marks: ScopeMark[], scopes: Set<string>) {
  const raised = new Map<string, number>();
  for (const mark of marks) {
    const key = scopeKey(mark);
    raised.set(key, Math.max(mark.startedAt, raised.get(key) ?? -Infinity));
    scopes.add(key);
  }
  const known = new Map<string, number>();
  if (scopes.size)
    for (const row of await transaction.run(statements.marks, { keys: [...scopes] }))
      known.set(row['key'] as string, row['startedAt'] as number);
  const risen = [...raised].filter(([key, at]) => at > (known.get(key) ?? -Infinity));
  for (const [key, at] of risen) known.set(key, at);
  if (risen.length)
    await transaction.run(statements.putMarks, {
      rows: risen.map(([key, startedAt]) => ({ key, startedAt })),
    });
  return { known, risen };
}

const scopeOf = ({ owner, scope }: Claim) =>
  scope === undefined ? '' : scopeKey({ owner, scope });

/** The claim of a row that kept what it says. */
function claimOf(row: ClaimRow): Claim {
  const cut = row.key.indexOf('|');
  const { nodes, edges, evidence } = JSON.parse(row.body) as Pick<
    Claim,
    'nodes' | 'edges' | 'evidence'
  >;
  const [owner, subject] = [row.key.slice(0, cut), row.key.slice(cut + 1)];
  return { owner, subject, at: row.at, mode: 'state', nodes, edges, evidence };
}

/** True unless what a row requires was made and does not count now. */
function allowed(row: ClaimRow, current: Known, trail: readonly string[] = []): boolean {
  const required = row.requires === '' ? undefined : current.get(row.requires);
  if (!required || trail.includes(row.key)) return true;
  return required.fresh && allowed(required, current, [...trail, row.key]);
}

/** Rows of claims that require the given ones, directly or not. */
async function addDependents(transaction: Transaction, keys: string[], stored: Known, next: Known) {
  const asked = new Set<string>();
  for (let asking = keys; asking.length > 0;) {
    for (const key of asking) asked.add(key);
    const found = await rowsOf(transaction, statements.dependents, asking);
    for (const row of found) {
      const known = stored.get(row.key) ?? row;
      stored.set(row.key, known);
      if (!next.has(row.key)) next.set(row.key, known);
    }
    asking = [...new Set(found.map(({ key }) => key))].filter((key) => !asked.has(key));
  }
}

/** Rows that the given ones require, directly or not. */
async function addRequired(transaction: Transaction, stored: Known, next: Known) {
  const asked = new Set<string>();
  for (;;) {
    const keys = [...stored.values(), ...next.values()]
      .map(({ requires }) => requires)
      .filter((key) => key !== '' && !stored.has(key) && !asked.has(key));
    if (keys.length === 0) return;
    for (const key of keys) asked.add(key);
    for (const row of await rowsOf(transaction, statements.claims, [...new Set(keys)]))
      stored.set(row.key, row);
  }
}

/** Works out what a batch of state claims and marks does; reads the ledger, writes but marks. */
export async function planLedger(
  transaction: Transaction,
  claims: readonly Claim[],
  marks: ScopeMark[],
): Promise<LedgerPlan> {
  const best = winners(claims);
  const { known: marked, risen } = await raiseMarks(
    transaction,
    marks,
    new Set([...best.values()].map(({ claim }) => scopeOf(claim)).filter((scope) => scope !== '')),
  );
  const stored: Known = new Map(
    (await rowsOf(transaction, statements.claims, [...best.keys()])).map((row) => [row.key, row]),
  );

  const next: Known = new Map();
  const contents = new Map<string, Claim>();
  for (const [key, { claim, at, hash }] of best) {
    const old = stored.get(key);
    if (old && !newer({ at, hash }, old)) continue;
    const scope = scopeOf(claim);
    const { nodes, edges, evidence, requires = '' } = claim;
    contents.set(key, claim);
    next.set(key, {
      key,
      at,
      hash,
      scope,
      requires,
      fresh: at >= (marked.get(scope) ?? -Infinity),
      alive: false,
      entities: entriesOf(claim),
      body: requires === '' ? '' : JSON.stringify({ nodes, edges, evidence }),
    });
  }
  const scopes = risen.map(([scope, startedAt]) => ({ scope, startedAt }));
  const outdated = scopes.length
    ? ((await transaction.run(statements.outdated, { rows: scopes })) as ClaimRow[])
    : [];
  for (const row of outdated) {
    stored.set(row.key, row);
    if (!next.has(row.key)) next.set(row.key, { ...row, fresh: false });
  }
  const turned = [...next.values()].filter((row) => {
    const old = stored.get(row.key);
    return old
      ? old.fresh !== row.fresh || old.requires !== row.requires
      : !row.fresh || row.requires !== '';
  });
  await addDependents(
    transaction,
    turned.map(({ key }) => key),
    stored,
    next,
  );
  await addRequired(transaction, stored, next);

  const current: Known = new Map([...stored, ...next]);
  const plan: LedgerPlan = { put: [], touch: [], news: 0, apply: [], retract: [] };
  for (const row of next.values()) {
    const old = stored.get(row.key);
    const alive = row.fresh && allowed(row, current);
    if (
      old &&
      old.alive === alive &&
      old.fresh === row.fresh &&
      old.hash === row.hash &&
      old.requires === row.requires
    ) {
      if (row !== old) plan.touch.push({ key: row.key, at: row.at });
      continue;
    }
    if (contents.has(row.key)) plan.news += 1;
    plan.put.push({ ...row, alive, entities: alive || row.body !== '' ? row.entities : [] });
    if (alive) {
      const claim = contents.get(row.key) ?? claimOf(row);
      plan.apply.push({ claim, key: row.key, old: old?.alive ? old : undefined });
    } else if (old?.alive) plan.retract.push({ row: old, at: marked.get(row.scope) ?? row.at });
  }
  return plan;
}
