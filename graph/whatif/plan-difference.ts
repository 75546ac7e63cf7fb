import { canonical, claimKey, edgeId, type Claim } from '../claim.ts';
import type { View } from '../view.ts';
import type { Edits, PropsEdit } from './edits.ts';

interface Said {
  nodes: Map<string, Record<string, unknown>>;
  edges: Set<string>;
  claims: Map<string, string>;
}

function said(claims: readonly Claim[]): Said {
  const all: Said = { nodes: new Map(), edges: new Set(), claims: new Map() };
  for (const claim of claims) {
    const { nodes, edges } = claim;
    all.claims.set(claimKey(claim), canonical([nodes, edges]));
    for (const { uid, props, defines } of nodes)
      if (defines) all.nodes.set(uid, { ...all.nodes.get(uid), ...props });
    for (const edge of edges) all.edges.add(edgeId(edge));
  }
  return all;
}

/**
 * What a plan makes otherwise, by what its author says of the state before and after: what is no
 * longer said is gone whoever else says it, what is said otherwise counts for all. A property that
 * is not said any more may merely be known later, and stays. Only of what the view holds something
 * can go.
 */
export function editsBetween(view: View, before: readonly Claim[], after: readonly Claim[]): Edits {
  const [was, is] = [said(before), said(after)];
  const remove = [
    ...[...was.nodes.keys()].filter((uid) => !is.nodes.has(uid) && view.node(uid)),
    ...[...was.edges].filter((id) => !is.edges.has(id) && view.edge(id)),
  ];
  const set: PropsEdit[] = [];
  for (const [uid, props] of is.nodes) {
    const known = was.nodes.get(uid);
    if (!known || !view.node(uid)) continue;
    const differ = Object.entries(props).filter(
      ([name, value]) => canonical(value) !== canonical(known[name]),
    );
    if (differ.length > 0) set.push({ uid, props: Object.fromEntries(differ) });
  }
  const claims = after.filter(
    (claim) => was.claims.get(claimKey(claim)) !== is.claims.get(claimKey(claim)),
  );
  return { remove, set, claims };
}
