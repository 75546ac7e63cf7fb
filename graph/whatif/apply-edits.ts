import type { Claim } from '../claim.ts';
import type { EdgeFacts } from '../entity.ts';
import type { Estate } from '../estate.ts';
import type { View } from '../view.ts';
import type { Workspace } from '../workspace.ts';
import { edgeEntry, nodeEntry } from '../workspace.ts';
import { removalsOf, type Edits, type PropsEdit, type Removals } from './edits.ts';
import { SourceEdits } from './source-edits.ts';
import { claimWithout, supportWithout } from './without.ts';

/** Owner of what is only imagined. */
const owner = 'whatif';

/** Edits to what is collected, as far as they are known, and what must be left out of the rest. */
function plan(view: View, removals: Removals) {
  const edits = new SourceEdits(view);
  const causes = new Set<string>();
  const edges = new Set(removals.edges);
  for (const cause of removals.causes.values()) {
    const gone = edits.removeCause(cause);
    if (!gone) causes.add(cause.id);
    for (const id of gone ?? []) edges.add(id);
  }
  for (const id of removals.edges) edits.removeEdge(id);
  for (const uid of removals.nodes)
    for (const { id } of [...view.out(uid), ...view.in(uid)]) edges.add(id);
  return { set: edits.all, left: { causes, edges, nodes: removals.nodes } };
}

function empty(space: Workspace, entry: string) {
  const support = space.supportOf(entry);
  if (support) Object.assign(support, { claims: {}, seen: {} });
}

/** A node has a property by whoever says so; now the imagined one alone says it. */
function override(space: Workspace, { uid, props }: PropsEdit, at: number) {
  const support = space.supportOf(nodeEntry(uid));
  if (!support) return;
  const key = `${owner}|${uid}`;
  const before = support.claims[key]?.props ?? {};
  for (const contribution of Object.values(support.claims))
    contribution.props = Object.fromEntries(
      Object.entries(contribution.props).filter(([name]) => !Object.hasOwn(props, name)),
    );
  const evidence = { source: owner, record: uid };
  const told = Object.entries({ ...before, ...props }).filter(([, value]) => value !== undefined);
  support.claims[key] = { at, props: Object.fromEntries(told), evidence };
}

/**
 * Makes a draft of an estate otherwise, as far as edits say; settling it then brings what follows.
 * Throws NOT_FOUND for an id that names nothing.
 */
export async function applyEdits(draft: Estate, edits: Edits, at: number): Promise<void> {
  if (edits.base?.length) await draft.write([...edits.base], []);
  const { view } = draft;
  const { set, left } = plan(view, removalsOf(view, edits.remove ?? []));
  const props = [...set, ...(edits.set ?? [])];
  const needs = ({ because }: EdgeFacts) => because.flat().some(({ id }) => left.causes.has(id));
  const weakened = left.causes.size > 0 ? [...view.edgesWith(needs)].map(({ id }) => id) : [];
  draft.leaveOut((claim) => claimWithout(claim, left));
  await draft.amend(
    { nodes: [...left.nodes, ...props.map(({ uid }) => uid)], edges: [...left.edges, ...weakened] },
    (space) => {
      for (const uid of left.nodes) empty(space, nodeEntry(uid));
      for (const id of left.edges) empty(space, edgeEntry(id));
      for (const id of weakened) {
        const support = space.supportOf(edgeEntry(id));
        if (support) Object.assign(support, supportWithout(support, left.causes));
      }
      for (const edit of props) override(space, edit, at);
    },
  );
  const added: Claim[] = (edits.add ?? []).map((edge, i) => ({
    owner,
    subject: `edge ${i}`,
    at,
    mode: 'state',
    nodes: [],
    edges: [edge],
    evidence: { source: owner, record: `edge ${i}` },
  }));
  const claims = [...added, ...(edits.claims ?? [])];
  if (claims.length > 0 || edits.marks) await draft.write(claims, [...(edits.marks ?? [])]);
}
