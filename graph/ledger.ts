import { claimHash, claimKey, edgeId, scopeKey, type Claim, type ScopeMark } from './claim.ts';
import { packLines } from './front-coding.ts';
import { claimOf, claimRow, type ClaimRow } from './ledger-row.ts';
import { pipeline } from './pipeline.ts';
import { statements } from './store/statements.ts';
import type { Row, Transaction } from './store/store.ts';
import { edgeEntry, nodeEntry } from './workspace.ts';

/** A claim that counts now, and said something else, or nothing, before. */
export interface Applied {
  claim: Claim;
  key: string;
  /** Ids of its edges, in their order. */
  ids: readonly string[];
  old: ClaimRow | undefined;
}

/** What a batch does to the ledger. */
export interface LedgerPlan {
  /** Rows to write: of claims that the ledger did not have, and of those that it had. */
  add: ClaimRow[];
  set: ClaimRow[];
  /** Rows of which only the time differs. */
  touch: Row[];
  /** Claims of the batch that say what was not known. */
  news: number;
  apply: Applied[];
  /** Claims that no longer count, and since when. */
  retract: { row: ClaimRow; at: number }[];
}

type Known = Map<string, ClaimRow>;

const entriesOf = ({ nodes }: Claim, ids: readonly string[]) =>
  packLines([...nodes.map(({ uid }) => nodeEntry(uid)), ...ids.map(edgeEntry)]);

/** The order in which claims on one subject count: by time, then by content. */
const newer = (a: { at: number; hash: string }, b: { at: number; hash: string }) =>
  a.at !== b.at ? a.at > b.at : a.hash > b.hash;

/** Best claim of each subject within the batch; `keys` are those of the claims. */
function winners(claims: readonly Claim[], keys: readonly string[]) {
  const best = new Map<string, { claim: Claim; at: number; hash: string }>();
  for (const [i, claim] of claims.entries()) {
    const key = keys[i]!;
    const candidate = { claim, at: claim.at, hash: claimHash(claim) };
    const known = best.get(key);
    if (!known || newer(candidate, known)) best.set(key, candidate);
  }
  return best;
}

async function rowsOf(transaction: Transaction, statement: string, keys: readonly string[]) {
  return keys.length ? (await transaction.run(statement, { keys })).map(claimRow) : [];
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

function broughtBack(row: ClaimRow) {
  const claim = claimOf(row);
  return { claim, ids: claim.edges.map(edgeId) };
}

/** Works out what a batch of state claims and marks does; reads the ledger, writes but marks. */
export async function planLedger(
  transaction: Transaction,
  claims: readonly Claim[],
  marks: ScopeMark[],
): Promise<LedgerPlan> {
  const keys = claims.map(claimKey);
  const { send, answers } = pipeline(transaction);
  if (keys.length > 0) await send(statements.claims, { keys: [...new Set(keys)] });
  const best = winners(claims, keys);
  const { known: marked, risen } = await raiseMarks(
    transaction,
    marks,
    new Set([...best.values()].map(({ claim }) => scopeOf(claim)).filter((scope) => scope !== '')),
  );
  const known = (await answers()).flat().map(claimRow);
  const stored: Known = new Map(known.map((row) => [row.key, row]));

  const next: Known = new Map();
  const contents = new Map<string, Pick<Applied, 'claim' | 'ids'>>();
  for (const [key, { claim, at, hash }] of best) {
    const old = stored.get(key);
    if (old && !newer({ at, hash }, old)) continue;
    const scope = scopeOf(claim);
    const { nodes, edges, evidence, requires = '' } = claim;
    const ids = edges.map(edgeId);
    contents.set(key, { claim, ids });
    next.set(key, {
      key,
      at,
      hash,
      scope,
      requires,
      fresh: at >= (marked.get(scope) ?? -Infinity),
      alive: false,
      entities: entriesOf(claim, ids),
      body: requires === '' ? '' : JSON.stringify({ nodes, edges, evidence }),
    });
  }
  const scopes = risen.map(([scope, startedAt]) => ({ scope, startedAt }));
  const outdated = scopes.length
    ? (await transaction.run(statements.outdated, { rows: scopes })).map(claimRow)
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
  const plan: LedgerPlan = { add: [], set: [], touch: [], news: 0, apply: [], retract: [] };
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
    const entities = alive || row.body !== '' ? row.entities : '';
    (old ? plan.set : plan.add).push({ ...row, alive, entities });
    if (alive) {
      const said = contents.get(row.key) ?? broughtBack(row);
      plan.apply.push({ ...said, key: row.key, old: old?.alive ? old : undefined });
    } else if (old?.alive) plan.retract.push({ row: old, at: marked.get(row.scope) ?? row.at });
  }
  return plan;
}
