import { canonical, claimKey, edgeId, type Claim, type EdgeClaim } from '../claim.ts';
import type { View } from '../view.ts';
import type { Edits, PropsEdit } from './edits.ts';
import { threeWay } from './three-way.ts';

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

/** Whether a view knows what a thing is, and not only that there is one. */
const knows = (view: View, uid: string) => view.node(uid)?.stub === false;

/** Claims of what is in the earlier state and not known to the view. */
const baseOf = (view: View, claims: readonly Claim[], own: ReadonlySet<string>) =>
  claims.filter(({ nodes }) => {
    const mine = nodes.filter(({ uid }) => own.has(uid));
    return (mine.length > 0 ? mine : nodes).some(({ uid }) => !knows(view, uid));
  });

/** What differs in nodes, as it differs from what they are in the view, else in the earlier state. */
function propsBetween(view: View, was: Said, is: Said): Map<string, PropsEdit> {
  const edits = new Map<string, PropsEdit>();
  for (const [uid, before] of was.props) {
    const after = is.props.get(uid);
    if (!after) continue;
    const now = (knows(view, uid) ? view.node(uid)?.props : undefined) ?? before;
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    const differ = [...names].filter((name) => canonical(after[name]) !== canonical(before[name]));
    const entries = differ.map(
      (name) => [name, threeWay(before[name], after[name], now[name])] as const,
    );
    if (entries.length > 0) edits.set(uid, { uid, props: Object.fromEntries(entries) });
  }
  return edits;
}

/** A claim that says of nodes what edits make of them. */
const withEdits = (claim: Claim, edits: ReadonlyMap<string, PropsEdit>): Claim => ({
  ...claim,
  nodes: claim.nodes.map((node) => {
    const edited = Object.entries(edits.get(node.uid)?.props ?? {});
    const said = edited.filter(([name]) => Object.hasOwn(node.props, name));
    return { ...node, props: { ...node.props, ...Object.fromEntries(said) } };
  }),
});

/**
 * What a plan makes otherwise, by what its author says of the state before and after: what is no
 * longer said is gone whoever else says it, what is said otherwise differs likewise from what others
 * say. Only what is of an account can go. What was before and the view does not know is the base of
 * it. Of `partly`, by uid, the author tells only what differs.
 */
export function editsBetween(
  view: View,
  before: readonly Claim[],
  after: readonly Claim[],
  partly: ReadonlySet<string> = new Set(),
): Edits {
  const [was, is] = [said(before), said(after)];
  const isPart = ({ nodes }: Claim) => nodes.some(({ uid, defines }) => defines && partly.has(uid));
  const own = ownIn(was);
  const base = baseOf(view, before, own).filter((claim) => !isPart(claim));
  const beside = said(base);
  const gone = [...was.edges].filter(
    ([id, { from, to }]) => !is.edges.has(id) && (own.has(from.uid) || own.has(to.uid)),
  );
  const remove = [
    ...[...own].filter(
      (uid) =>
        was.nodes.has(uid) && !is.nodes.has(uid) && (view.node(uid) || beside.nodes.has(uid)),
    ),
    ...gone.flatMap(([id]) => (view.edge(id) || beside.edges.has(id) ? [id] : [])),
  ];
  const set = propsBetween(view, was, is);
  const differ = after.filter(
    (claim) => was.claims.get(claimKey(claim)) !== is.claims.get(claimKey(claim)),
  );
  const [parts, claims] = [differ.filter(isPart), differ.filter((claim) => !isPart(claim))];
  return {
    base,
    remove,
    add: parts.flatMap(({ edges }) => edges.filter((edge) => !was.edges.has(edgeId(edge)))),
    set: [...set.values()],
    claims: claims.map((claim) => withEdits(claim, set)),
  };
}
