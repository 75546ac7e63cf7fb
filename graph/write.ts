import { edgeId, type Claim, type ScopeMark } from './claim.ts';
import { planLedger, type LedgerPlan } from './ledger.ts';
import type { Contribution } from './entity.ts';
import type { NodeKind } from './schema/index.ts';
import { isCollected } from './freshness.ts';
import { join, observe } from './seen.ts';
import { statements } from './store/statements.ts';
import type { Store, Transaction } from './store/store.ts';
import { edgeEntry, nodeEntry, Workspace, type Changes } from './workspace.ts';

export interface WriteResult {
  changes: Changes;
  claims: number;
  /** Claims that said nothing new. */
  unchanged: number;
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

/** Moves contributions as the ledger's plan says. */
async function applyStates(transaction: Transaction, space: Workspace, plan: LedgerPlan) {
  const { apply, retract } = plan;
  const oldEntries = [
    ...apply.flatMap(({ old }) => old?.entities ?? []),
    ...retract.flatMap(({ row }) => row.entities),
  ];
  const kinds = new Map<string, NodeKind | null>();
  for (const entry of oldEntries) if (entry.startsWith('n|')) kinds.set(entry.slice(2), null);
  for (const { claim } of apply) collectKinds(claim, kinds);
  await space.loadNodes(transaction, kinds);
  await space.loadEdges(transaction, [
    ...oldEntries.filter((e) => e.startsWith('e|')).map((e) => e.slice(2)),
    ...apply.flatMap(({ claim }) => claim.edges.map(edgeId)),
  ]);

  for (const { row, at } of retract)
    for (const entry of row.entities) {
      space.drop(entry, row.key);
      space.blame(entry, at, { source: 'scan', record: row.scope });
    }
  for (const { claim, key, old } of apply) {
    for (const entry of old?.entities ?? []) {
      space.drop(entry, key);
      space.blame(entry, claim.at, claim.evidence);
    }
    for (const [entry, contribution] of contributionsOf(claim)) {
      space.put(entry, key, contribution);
      space.blame(entry, claim.at, claim.evidence);
    }
    setKinds(space, claim);
  }
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

/** Meta key: number of the last write that derived facts and findings lag behind, or `no`. */
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
    const plan = await planLedger(transaction, states, marks);
    await applyStates(transaction, space, plan);
    await applySeen(
      transaction,
      space,
      claims.filter(({ mode }) => mode === 'seen'),
    );
    const changes = await space.flush(transaction);
    const { put, touch } = plan;
    if (put.length) await transaction.run(statements.putClaims, { rows: put });
    if (touch.length) await transaction.run(statements.touchClaims, { rows: touch });
    await freshen(transaction, claims);
    const told = marks.length > 0 || claims.some(({ owner }) => isCollected(owner));
    if (told && changes.version !== undefined)
      await transaction.run(statements.putMeta, { key: unsettled, value: changes.version });
    return { changes, claims: claims.length, unchanged: states.length - plan.news };
  });
}
