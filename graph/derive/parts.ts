import type { Claim, EdgeClaim } from '../claim.ts';
import type { Wanted } from './derivation.ts';

/** Edges up to which a claim stays whole. */
const most = 128;

/** Parts of a larger one, for each service of AWS that its edges lead to. */
const count = 32;

/** The part to which an edge belongs, by the node that it leads to: its service, and FNV-1a. */
function placeOf(uid: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < uid.length; i++) hash = Math.imul(hash ^ uid.charCodeAt(i), 0x01000193);
  return `${uid.startsWith('arn:') ? (uid.split(':', 3)[2] ?? '') : ''}${(hash >>> 0) % count}`;
}

const nameOf = (subject: string, place: string) => `${subject} ~${place}`;

/** How many edges each claim on a subject has, by the claim's name. */
export type Sizes = ReadonlyMap<string, number>;

/** Whether a subject's claims are parts of one. */
export const isSplit = (subject: string, sizes: Sizes): boolean =>
  [...sizes.keys()].some((name) => name !== subject);

const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Edges in an order that is the same however they were found; those of a kind are mostly alike. */
const inOrder = (edges: readonly EdgeClaim[]): EdgeClaim[] =>
  edges.toSorted(
    (a, b) =>
      before(a.kind, b.kind) || before(a.to.uid, b.to.uid) || before(a.from.uid, b.from.uid),
  );

const partOf = (claim: Claim, name: string, edges: readonly EdgeClaim[] = []): Claim => ({
  ...claim,
  subject: name,
  nodes: [],
  edges: inOrder(edges),
});

const byName = ({ subject, edges }: Claim) =>
  Map.groupBy(edges, ({ to }) => nameOf(subject, placeOf(to.uid)));

/** A claim as it is written: where it has many edges, in parts, so that few are written again. */
export function partsOf(claim: Claim): Claim[] {
  if (claim.edges.length <= most) return [{ ...claim, edges: inOrder(claim.edges) }];
  const parts = [...byName(claim)].map(([name, edges]) => partOf(claim, name, edges));
  return [{ ...claim, edges: [] }, ...parts];
}

/** Parts to which edges to some nodes belong. */
export interface Portion {
  names: ReadonlySet<string>;
  wanted: Wanted;
}

const portions = new Map<string, Wanted>();

/** The part of a subject's claim that edges to some nodes belong to. */
export function portionOf(subject: string, uids: Iterable<string>): Portion {
  const places = new Set([...uids].map(placeOf));
  const key = [...places].sort().join();
  let wanted = portions.get(key);
  if (!wanted) {
    if (portions.size > 1000) portions.clear();
    portions.set(key, (wanted = (uid) => places.has(placeOf(uid))));
  }
  return { names: new Set([...places].map((place) => nameOf(subject, place))), wanted };
}

/** A claim on one portion in its parts; null where all of the claim is too little to be split. */
export function partsAgain(claim: Claim, { names }: Portion, sizes: Sizes): Claim[] | null {
  let others = 0;
  for (const [name, size] of sizes) if (!names.has(name)) others += size;
  if (others + claim.edges.length <= most) return null;
  const found = byName(claim);
  return [...names].map((name) => partOf(claim, name, found.get(name)));
}
