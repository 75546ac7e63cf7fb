import {
  checkClaim,
  claimHash,
  cleanUid,
  edgeNamed,
  type Claim,
  type EdgeClaim,
  type NodeClaim,
  type Ref,
} from '../claim.ts';
import { joins, type NodeKind } from '../schema/index.ts';
import type { View } from '../view.ts';
import type { Changes } from '../workspace.ts';
import type { DerivedEmit, Derivation, Wanted } from './derivation.ts';
import { isSplit, partsAgain, partsOf, portionOf, type Sizes } from './parts.ts';
import { prepare } from './prepare.ts';

/** Hashes of the derived claims that count now, by owner and subject. */
export type DerivedLedger = Map<string, Map<string, string>>;

export const derivedOwner = (name: string) => `derive/${name}`;

const nothing = claimHash({ nodes: [], edges: [] });

/** Sizes of the claims on each subject when a ledger last caught up, by derivation. */
const sizes = new WeakMap<Map<string, string>, Map<string, Sizes>>();

/** The claim of a derivation on one subject; empty where nothing follows. */
export function deriveSubject<Index>(
  derivation: Derivation<Index>,
  subject: string,
  index: Index,
  at: number,
  wanted?: Wanted,
): Claim {
  const nodes = new Map<string, NodeClaim>();
  const edges: EdgeClaim[] = [];
  const put = (kind: NodeKind, uid: string, props: object, defines: boolean): Ref => {
    const clean = cleanUid(uid);
    const known = nodes.get(clean);
    nodes.set(clean, {
      kind,
      uid: clean,
      props: { ...known?.props, ...props },
      defines: defines || known?.defines === true,
    });
    return { kind, uid: clean };
  };
  const emit = {
    define: (kind, uid, props) => put(kind, uid, props, true),
    add: (kind, uid, props) => put(kind, uid, props, false),
    // Records may disagree on what a node is: of such a one nothing follows.
    edge: (kind, from, to, props, because) => {
      if (joins(kind, from.kind, to.kind) && (wanted?.(to.uid) ?? true))
        edges.push({ kind, from, to, props, because });
    },
  } as DerivedEmit;
  derivation.derive(subject, index, emit, wanted);
  return {
    owner: derivedOwner(derivation.name),
    subject,
    at,
    mode: 'state',
    nodes: [...nodes.values()],
    edges,
    evidence: { source: derivedOwner(derivation.name), record: subject },
  };
}

const none: Sizes = new Map();

/** Claims on a subject as they are now, and the sizes of those that it has beside them. */
function say(
  subject: string,
  claimOf: (wanted?: Wanted) => Claim,
  { held = none, ends }: { held: Sizes | undefined; ends: ReadonlySet<string> | undefined },
): { claims: readonly Claim[]; others: Sizes } {
  if (ends && isSplit(subject, held)) {
    const portion = portionOf(subject, ends);
    const claims = partsAgain(claimOf(portion.wanted), portion, held);
    if (claims) return { claims, others: held };
  }
  return { claims: partsOf(claimOf()), others: none };
}

/**
 * Claims by which a derivation catches up with the view: those that differ from the ledger, and
 * empty ones for subjects that are gone. The ledger is updated as if they were written. `pending`:
 * what changed since the derivation last caught up with this ledger; without it all is derived.
 */
export function catchUp(
  derivation: Derivation,
  view: View,
  ledger: DerivedLedger,
  at: number,
  pending?: readonly Changes[],
): Claim[] {
  const owner = derivedOwner(derivation.name);
  const known = ledger.get(owner) ?? new Map<string, string>();
  ledger.set(owner, known);
  const prepared = prepare(derivation, view, known, pending);
  const { index, touched } = prepared;
  const before = sizes.get(known);
  const now = new Map<string, Sizes>();
  const claims: Claim[] = [];
  const put = (claim: Claim) => {
    const hash = claimHash(claim);
    if ((known.get(claim.subject) ?? nothing) === hash) return;
    if (hash === nothing) known.delete(claim.subject);
    else known.set(claim.subject, hash);
    checkClaim(claim);
    claims.push(claim);
  };
  const retract = (name: string) => {
    const evidence = { source: owner, record: name };
    put({ owner, subject: name, at, mode: 'state', nodes: [], edges: [], evidence });
  };
  for (const subject of derivation.subjects(index)) {
    if (now.has(subject)) continue;
    const held = before?.get(subject);
    const whole = !touched || !held || touched.has(subject);
    const ends = whole ? undefined : prepared.ends?.get(subject);
    if (!whole && !ends) {
      now.set(subject, held);
      continue;
    }
    const claimOf = (wanted?: Wanted) =>
      prepared.reading(subject, () => deriveSubject(derivation, subject, index, at, wanted));
    const said = say(subject, claimOf, { held, ends });
    said.claims.forEach(put);
    const own = said.claims.map(({ subject: name, edges }) => [name, edges.length] as const);
    now.set(subject, new Map([...said.others, ...own]));
  }
  if (before) {
    for (const [subject, held] of before)
      for (const name of now.get(subject) === held ? [] : held.keys())
        if (!now.get(subject)?.has(name)) retract(name);
  } else {
    const names = new Set([...now.values()].flatMap((own) => [...own.keys()]));
    for (const name of known.keys()) if (!names.has(name)) retract(name);
  }
  sizes.set(known, now);
  return claims;
}

/** True where a change concerns what the derivation reads. */
export function concerns({ reads }: Derivation, changes: Changes, view: View): boolean {
  const nodes = new Set<string>(reads.nodes);
  const edges = new Set(reads.edges);
  return (
    changes.nodes.some(({ kind }) => nodes.has(kind)) ||
    changes.edges.some(({ kind }) => edges.has(kind)) ||
    changes.goneEdges.some((id) => edges.has(edgeNamed(id).kind)) ||
    changes.goneNodes.some((uid) => nodes.has(view.node(uid)?.kind ?? '') || !view.node(uid))
  );
}
