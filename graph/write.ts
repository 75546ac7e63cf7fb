import { claimHash, claimKey, edgeId, scopeKey, type Claim, type ScopeMark } from './claim.ts';
import type { Contribution } from './entity.ts';
import type { NodeKind } from './schema/index.ts';
import { isCollected } from './freshness.ts';
import { join, observe } from './seen.ts';
import { statements } from './store/statements.ts';
import type { Row, Store, Transaction } from './store/store.ts';
import { edgeEntry, nodeEntry, Workspace, type Changes } from './workspace.ts';

export interface WriteResult {
  changes: Changes;
  claims: number;
  /** Claims that said nothing new. */
  unchanged: number;
}

/** A claim as the ledger keeps it: enough to order the next one and to retract this one. */
interface ClaimRow extends Row {
  key: string;
  at: number;
  hash: string;
  alive: boolean;
  scope: string;
  entities: string[];
}

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

const rowOf = (row: Row) => row as ClaimRow;

/** Reads the ledger rows of the given claims. */
async function ledger(transaction: Transaction, keys: string[]) {
  const rows = keys.length ? await transaction.run(statements.claims, { keys }) : [];
  return new Map(rows.map((row) => [rowOf(row).key, rowOf(row)]));
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

const contributionsOf = (claim: Claim): [string, Contribution][] => [
  ...claim.nodes.map(({ uid, props, defines }): [string, Contribution] => [
    nodeEntry(uid),
    { at: claim.at, props, evidence: claim.evidence, ...(defines && { defines: true as const }) },
  ]),
  ...claim.edges.map((edge): [string, Contribution] => [
    edgeEntry(edgeId(edge)),
    {
      at: claim.at,
      props: edge.props,
      evidence: claim.evidence,
      ...(edge.because && { because: edge.because }),
    },
  ]),
];

/** State claims and marks: moves contributions, returns the ledger rows to write. */
async function applyStates(
  transaction: Transaction,
  space: Workspace,
  claims: Claim[],
  marks: ScopeMark[],
) {
  const best = winners(claims);
  const scopes = new Set<string>();
  for (const { claim } of best.values())
    if (claim.scope !== undefined) scopes.add(scopeKey({ owner: claim.owner, scope: claim.scope }));
  const { known: marked, risen } = await raiseMarks(transaction, marks, scopes);
  const stored = await ledger(transaction, [...best.keys()]);

  const put: ClaimRow[] = [];
  const touch: Row[] = [];
  const retract: ClaimRow[] = [];
  const apply: { claim: Claim; key: string; old: ClaimRow | undefined }[] = [];
  for (const [key, { claim, at, hash }] of best) {
    const old = stored.get(key);
    if (old && !newer({ at, hash }, old)) continue;
    const scope =
      claim.scope === undefined ? '' : scopeKey({ owner: claim.owner, scope: claim.scope });
    const alive = at >= (marked.get(scope) ?? -Infinity);
    if (old && old.alive === alive && old.hash === hash) {
      touch.push({ key, at, scope });
      continue;
    }
    put.push({ key, at, hash, alive, scope, entities: alive ? entriesOf(claim) : [] });
    if (alive) apply.push({ claim, key, old });
    else if (old?.alive) retract.push(old);
  }
  const written = new Set([...put, ...touch].map((row) => row['key']));
  for (const [scope, startedAt] of risen)
    for (const row of await transaction.run(statements.outdated, { scope, startedAt }))
      if (!written.has(rowOf(row).key)) {
        retract.push(rowOf(row));
        put.push({ ...rowOf(row), alive: false, entities: [] });
      }

  const oldEntries = [
    ...apply.flatMap(({ old }) => (old?.alive ? old.entities : [])),
    ...retract.flatMap((r) => r.entities),
  ];
  const kinds = new Map<string, NodeKind | null>();
  for (const entry of oldEntries) if (entry.startsWith('n|')) kinds.set(entry.slice(2), null);
  for (const { claim } of apply) collectKinds(claim, kinds);
  await space.loadNodes(transaction, kinds);
  await space.loadEdges(transaction, [
    ...oldEntries.filter((e) => e.startsWith('e|')).map((e) => e.slice(2)),
    ...apply.flatMap(({ claim }) => claim.edges.map(edgeId)),
  ]);

  for (const row of retract) {
    const mark = marked.get(row.scope) ?? row.at;
    for (const entry of row.entities) {
      space.drop(entry, row.key);
      space.blame(entry, mark, { source: 'scan', record: row.scope });
    }
  }
  for (const { claim, key, old } of apply) {
    for (const entry of old?.alive ? old.entities : []) {
      space.drop(entry, key);
      space.blame(entry, claim.at, claim.evidence);
    }
    for (const [entry, contribution] of contributionsOf(claim)) {
      space.put(entry, key, contribution);
      space.blame(entry, claim.at, claim.evidence);
    }
    setKinds(space, claim);
  }
  return { put, touch };
}

function collectKinds(claim: Claim, kinds: Map<string, NodeKind | null>) {
  for (const { from, to } of claim.edges)
    for (const end of [from, to]) kinds.set(end.uid, end.kind);
  for (const { uid, kind } of claim.nodes) kinds.set(uid, kind);
}

/** A description of a node settles its kind; a reference only guesses it. */
function setKinds(space: Workspace, claim: Claim) {
  for (const { uid, kind } of claim.nodes) {
    const node = space.nodes.get(uid);
    if (node) node.kind = kind;
  }
}

/** Observations: joined into what is known, whatever the order. */
async function applySeen(transaction: Transaction, space: Workspace, claims: Claim[]) {
  const kinds = new Map<string, NodeKind | null>();
  for (const claim of claims) collectKinds(claim, kinds);
  await space.loadNodes(transaction, kinds);
  await space.loadEdges(
    transaction,
    claims.flatMap((claim) => claim.edges.map(edgeId)),
  );
  for (const claim of claims) {
    const { at, subject, owner, evidence } = claim;
    const add = (entry: string, props: Record<string, unknown>) => {
      const support = space.supportOf(entry);
      if (!support) return;
      const one = observe(at, subject, evidence.record, props, evidence.actor);
      const known = support.seen[owner];
      support.seen[owner] = known ? join(known, one) : one;
      space.blame(entry, at, evidence);
    };
    for (const { uid, props } of claim.nodes) add(nodeEntry(uid), props);
    for (const edge of claim.edges) add(edgeEntry(edgeId(edge)), edge.props);
    setKinds(space, claim);
  }
}

/** Meta key that is set while derived facts and findings lag behind what was collected. */
export const unsettled = 'unsettled';

/** When each owner last spoke, for freshness: the newest time of any of its claims. */
async function freshen(transaction: Transaction, claims: Claim[]) {
  const latest = new Map<string, { lastAt: number; source: string }>();
  for (const { owner, at, evidence } of claims)
    if (at >= (latest.get(owner)?.lastAt ?? -Infinity))
      latest.set(owner, { lastAt: at, source: evidence.source });
  if (latest.size === 0) return;
  for (const row of await transaction.run(statements.owners, { keys: [...latest.keys()] }))
    if ((row['lastAt'] as number) >= (latest.get(row['key'] as string)?.lastAt ?? 0))
      latest.delete(row['key'] as string);
  const rows = [...latest].map(([key, value]) => ({ key, ...value }));
  if (rows.length) await transaction.run(statements.putOwners, { rows });
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
    const { put, touch } = await applyStates(transaction, space, states, marks);
    await applySeen(
      transaction,
      space,
      claims.filter(({ mode }) => mode === 'seen'),
    );
    const changes = await space.flush(transaction);
    if (put.length) await transaction.run(statements.putClaims, { rows: put });
    if (touch.length) await transaction.run(statements.touchClaims, { rows: touch });
    await freshen(transaction, claims);
    if (claims.some(({ owner }) => isCollected(owner)) || marks.length > 0)
      await transaction.run(statements.putMeta, { key: unsettled, value: 'yes' });
    return { changes, claims: claims.length, unchanged: touch.length };
  });
}
