import { canonical, claimKey, edgeId, type Claim, type EdgeClaim } from '../claim.ts';
import type { View } from '../view.ts';
import type { Edits, PropsEdit } from './edits.ts';

interface Said {
  /** Properties by node, and the nodes that are said to be there. */
  props: Map<string, Record<string, unknown>>;
  nodes: Set<string>;
  edges: Map<string, EdgeClaim>;
  claims: Map<string, string>;
}

function said(claims: readonly Claim[]): Said {
  const all: Said = { props: new Map(), nodes: new Set(), edges: new Map(), claims: new Map() };
  for (const claim of claims) {
    const { nodes, edges } = claim;
    all.claims.set(claimKey(claim), canonical([nodes, edges]));
    for (const { uid, props, defines } of nodes) {
      all.props.set(uid, { ...all.props.get(uid), ...props });
      if (defines) all.nodes.add(uid);
    }
    for (const edge of edges) all.edges.set(edgeId(edge), edge);
  }
  return all;
}

/** What is said to lie in an account: accounts and what a provider offers to all are nobody's own. */
const ownIn = ({ edges }: Said) =>
  new Set(
    [...edges.values()].flatMap(({ kind, from }) => (kind === 'IN_ACCOUNT' ? [from.uid] : [])),
  );

/**
 * What a plan makes otherwise, by what its author says of the state before and after: what is no
 * longer said is gone whoever else says it, what is said otherwise counts for all. Only what is of an
 * account can go, and only what the view holds.
 */
export function editsBetween(view: View, before: readonly Claim[], after: readonly Claim[]): Edits {
  const [was, is] = [said(before), said(after)];
  const own = ownIn(was);
  const gone = [...was.edges].filter(
    ([id, { from, to }]) => !is.edges.has(id) && (own.has(from.uid) || own.has(to.uid)),
  );
  const remove = [
    ...[...own].filter((uid) => was.nodes.has(uid) && !is.nodes.has(uid) && view.node(uid)),
    ...gone.flatMap(([id]) => (view.edge(id) ? [id] : [])),
  ];
  const set: PropsEdit[] = [];
  for (const [uid, known] of was.props) {
    const props = is.props.get(uid);
    if (!props || !view.node(uid)) continue;
    const names = new Set([...Object.keys(known), ...Object.keys(props)]);
    const differ = [...names].filter((name) => canonical(props[name]) !== canonical(known[name]));
    const entries = differ.map((name) => [name, props[name]] as const);
    if (entries.length > 0) set.push({ uid, props: Object.fromEntries(entries) });
  }
  const claims = after.filter(
    (claim) => was.claims.get(claimKey(claim)) !== is.claims.get(claimKey(claim)),
  );
  return { remove, set, claims };
}
