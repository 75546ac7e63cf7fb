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
import type { DerivedEmit, Derivation } from './derivation.ts';
import { prepare } from './prepare.ts';

/** Hashes of the derived claims that count now, by owner and subject. */
export type DerivedLedger = Map<string, Map<string, string>>;

export const derivedOwner = (name: string) => `derive/${name}`;

const nothing = claimHash({ nodes: [], edges: [] });

/** Subjects when a ledger last caught up, by derivation. */
const subjects = new WeakMap<Map<string, string>, ReadonlySet<string>>();

/** The claim of a derivation on one subject; empty where nothing follows. */
export function deriveSubject<Index>(
  derivation: Derivation<Index>,
  subject: string,
  index: Index,
  at: number,
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
      if (joins(kind, from.kind, to.kind)) edges.push({ kind, from, to, props, because });
    },
  } as DerivedEmit;
  derivation.derive(subject, index, emit);
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
  const before = subjects.get(known);
  const claims: Claim[] = [];
  const current = new Set<string>();
  for (const subject of derivation.subjects(index)) {
    if (current.has(subject)) continue;
    current.add(subject);
    if (touched && !touched.has(subject) && before?.has(subject) !== false) continue;
    const claim = prepared.reading(subject, () => deriveSubject(derivation, subject, index, at));
    const hash = claimHash(claim);
    if ((known.get(subject) ?? nothing) === hash) continue;
    if (hash === nothing) known.delete(subject);
    else known.set(subject, hash);
    checkClaim(claim);
    claims.push(claim);
  }
  for (const subject of known.keys())
    if (!current.has(subject)) {
      known.delete(subject);
      const evidence = { source: owner, record: subject };
      claims.push({ owner, subject, at, mode: 'state', nodes: [], edges: [], evidence });
    }
  subjects.set(known, current);
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
