import type { Cause } from '../claim.ts';
import type { Edge } from '../entity.ts';
import { fill, saying } from '../findings/narrate.ts';
import { edgeKinds } from '../schema/index.ts';
import { nameOf, type Readable } from '../view.ts';
import { isManaged } from './managed.ts';

/** What to do to end an edge: by one of its causes, or in general where none is known. */
export function advise(view: Readable, edge: Edge, cause: Cause | null): string {
  const stub = (uid: string) => view.node(uid) ?? { uid, props: {} };
  const [from, to] = [stub(edge.from), stub(edge.to)];
  const advice = fill(edgeKinds[edge.kind].fix, from, to);
  if (cause && isManaged(cause)) {
    const holders = view.in(cause.holder, 'HAS_POLICY').length;
    return `Detach ${nameOf(stub(cause.holder))} from all ${holders} who have it. ${advice}`;
  }
  return cause
    ? `Change "${cause.say}". ${advice}`
    : `${advice} It removes that ${saying(edge.kind, from, to)}.`;
}
