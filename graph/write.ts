import {
  canonical,
  edgeId,
  edgeNamed,
  type Claim,
  type EdgeName,
  type ScopeMark,
} from './claim.ts';
import type { Contribution } from './entity.ts';
import { isCollected } from './freshness.ts';
import { put, supportIn, type Held, type Said } from './held.ts';
import { planLedger, type Applied, type LedgerPlan } from './ledger.ts';
import { entitiesOf, storedRow, type ClaimRow } from './ledger-row.ts';
import { pipeline } from './pipeline.ts';
import type { NodeKind } from './schema/index.ts';
import { join, observe } from './seen.ts';
import { statements } from './store/statements.ts';
import type { Store, Transaction } from './store/store.ts';
import { edgeEntry, Workspace, type Behind, type Changes } from './workspace.ts';

export interface WriteResult {
  changes: Changes;
  claims: number;
  /** Claims that said nothing new. */
  unchanged: number;
}

/** What a claim says of each of its edges: one object for those that follow each other and are alike. */
function saidOfEdges({ at, evidence, edges }: Claim, key: string): Said[] {
  let last: { said: Said; text: string } | undefined;
  return edges.map(({ props, because }) => {
    const text = canonical(props);
    if (last?.text === text && last.said.contribution.because === because) return last.said;
    const contribution: Contribution = { at, props, evidence, ...(because && { because }) };
    last = { said: { key, contribution }, text };
    return last.said;
  });
}

/** Reads all of which claims speak, and what they said before. */
async function load(
  transaction: Transaction,
  space: Workspace,
  said: readonly Pick<Applied, 'claim' | 'ids'>[],
  old: readonly string[] = [],
) {
  const nodes = new Map<string, NodeKind | null>();
  const ends = new Map<string, NodeKind>();
  for (const entry of old) if (entry.startsWith('n|')) nodes.set(entry.slice(2), null);
  for (const { claim } of said) for (const { uid, kind } of claim.nodes) nodes.set(uid, kind);
  for (const { claim } of said)
    for (const { from, to } of claim.edges)
      for (const { uid, kind } of [from, to])
        if (nodes.get(uid) === null) nodes.set(uid, kind);
        else if (!nodes.has(uid)) ends.set(uid, kind);
  await Promise.all([space.loadNodes(transaction, nodes), space.loadEnds(transaction, ends)]);
  await space.loadNamed(transaction, [
    ...old.filter((entry) => entry.startsWith('e|')).map((entry) => edgeNamed(entry.slice(2))),
    ...said.flatMap(namesOf),
  ]);
}

/** With the texts that the claim has, which are not made and hashed once more. */
const namesOf = ({ claim, ids }: Pick<Applied, 'claim' | 'ids'>): EdgeName[] =>
  claim.edges.map(({ kind, from, to }, i) => ({ id: ids[i]!, kind, from: from.uid, to: to.uid }));

/** A description of a node settles its kind; a reference only guesses it. */
function setKinds(space: Workspace, claim: Claim) {
  for (const { uid, kind } of claim.nodes) {
    const node = space.nodes.get(uid);
    if (node) node.kind = kind;
  }
}

const withoutTime = (contribution: Contribution) => canonical({ ...contribution, at: 0 });

/**
 * Edges, by id, of which a claim that is derived anew says what it said before: it has said so since
 * then, and they are left as they are.
 */
function sameAsBefore(space: Workspace, { claim, key, ids, old }: Applied): Set<string> {
  if (!old || isCollected(claim.owner)) return new Set();
  const said = saidOfEdges(claim, key);
  return new Set(
    ids.filter((id, i) => {
      const before = space.supportOf(edgeEntry(id))?.claims[key];
      const now = said[i]?.contribution;
      return before && now && withoutTime(before) === withoutTime(now);
    }),
  );
}

/** Moves contributions as the ledger's plan says. */
async function applyStates(transaction: Transaction, space: Workspace, plan: LedgerPlan) {
  const { apply, retract } = plan;
  const old = [...apply.map((applied) => applied.old), ...retract.map(({ row }) => row)];
  const entries = old.flatMap((row) => (row ? entitiesOf(row) : []));
  await load(transaction, space, apply, entries);

  const dropAll = (row: ClaimRow, behind: Behind, kept: ReadonlySet<string> = new Set()) => {
    for (const entry of entitiesOf(row)) {
      if (kept.has(entry.slice(2))) continue;
      space.drop(entry, row.key);
      space.blame(entry.slice(2), behind);
    }
  };
  for (const { row, at } of retract)
    dropAll(row, { at, evidence: { source: 'scan', record: row.scope } });
  for (const applied of apply) {
    const { claim, key, ids, old } = applied;
    const { at, evidence } = claim;
    const behind = { at, evidence };
    const kept = sameAsBefore(space, applied);
    if (old) dropAll(old, behind, kept);
    for (const { uid, props, defines } of claim.nodes) {
      const contribution = { at, props, evidence, ...(defines && { defines: true as const }) };
      put(space.nodes.get(uid), { key, contribution });
      space.blame(uid, behind);
    }
    for (const [i, said] of saidOfEdges(claim, key).entries()) {
      if (kept.has(ids[i]!)) continue;
      put(space.edges.get(ids[i]!), said);
      space.blame(ids[i]!, behind);
    }
    setKinds(space, claim);
  }
}

/** Observations: joined into what is known, whatever the order. */
async function applySeen(transaction: Transaction, space: Workspace, claims: Claim[]) {
  const said = claims.map((claim) => ({ claim, ids: claim.edges.map(edgeId) }));
  await load(transaction, space, said);
  for (const { claim, ids } of said) {
    const { at, subject, owner, evidence } = claim;
    const behind = { at, evidence };
    const add = (held: Held | undefined, id: string, props: Record<string, unknown>) => {
      if (!held) return;
      const { seen } = supportIn(held);
      const one = observe(at, subject, evidence.record, props, evidence.actor);
      const known = seen[owner];
      seen[owner] = known ? join(known, one) : one;
      space.blame(id, behind);
    };
    for (const { uid, props } of claim.nodes) add(space.nodes.get(uid), uid, props);
    for (const [i, { props }] of claim.edges.entries())
      add(space.edges.get(ids[i]!), ids[i]!, props);
    setKinds(space, claim);
  }
}

/** Meta key: number of the last write that derived facts and findings lag behind, or `no`. */
export const unsettled = 'unsettled';

/** When each owner last spoke, for freshness: the newest time of any of its claims. */
async function freshen(transaction: Transaction, claims: Claim[]) {
  const latest = new Map<string, { lastAt: number; source: string }>();
  for (const { owner, at, evidence } of claims)
    if (at >= (latest.get(owner)?.lastAt ?? -Infinity))
      latest.set(owner, { lastAt: at, source: evidence.source });
  const rows = [...latest].map(([key, value]) => ({ key, ...value }));
  if (rows.length) await transaction.run(statements.putOwners, { rows });
}

async function keepLedger(transaction: Transaction, { add, set, touch }: LedgerPlan) {
  const { send, answers } = pipeline(transaction);
  if (add.length) await send(statements.addClaims, { rows: add.map(storedRow) });
  if (set.length) await send(statements.setClaims, { rows: set.map(storedRow) });
  if (touch.length) await send(statements.touchClaims, { rows: touch });
  await answers();
}

/**
 * Applies claims and scope marks in one transaction. The graph afterwards is a function of the set
 * of all claims ever applied: order, repetition and batching do not matter. Claims are checked
 * where they are made (`checkClaim`).
 */
export async function write(
  store: Store,
  claims: Claim[],
  marks: ScopeMark[] = [],
): Promise<WriteResult> {
  return store.write(async (transaction) => {
    const space = new Workspace();
    const states = claims.filter(({ mode }) => mode === 'state');
    const plan = await planLedger(transaction, states, marks);
    await applyStates(transaction, space, plan);
    await applySeen(
      transaction,
      space,
      claims.filter(({ mode }) => mode === 'seen'),
    );
    // The store keeps the ledger while entities are merged here.
    const [changes] = await Promise.all([
      space.flush(transaction),
      keepLedger(transaction, plan),
      freshen(transaction, claims),
    ]);
    const told = marks.length > 0 || claims.some(({ owner }) => isCollected(owner));
    if (told && changes.version !== undefined)
      await transaction.run(statements.putMeta, { key: unsettled, value: changes.version });
    return { changes, claims: claims.length, unchanged: states.length - plan.news };
  });
}
