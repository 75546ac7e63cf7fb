import { edgeIdOf, type Cause } from '../claim.ts';
import type { Edge } from '../entity.ts';
import { priors } from '../findings/priors.ts';
import type { View } from '../view.ts';
import { isManaged } from './managed.ts';

/** Ways that are told apart for causes that suffice together. */
const most = 16;

/**
 * Ways by which a cause counts for an edge, each as ids of changes any of which ends it; the edge
 * needs one of them. A policy comes by itself or with a group, whose own policies come with it too.
 * Nobody edits a policy of the provider: it is taken from who holds it, or from all at once.
 */
function routesOf(view: View, { from }: Edge, cause: Cause): string[][] {
  const { id, type, holder } = cause;
  if (priors.fixed.causes.includes(type)) return [[]];
  const groups = view.out(from, 'MEMBER_OF');
  const member = groups.find(({ to }) => to === holder);
  if (member) return [[member.id, id]];
  const detached = (by: string, through: string[]) => {
    const attached = edgeIdOf('HAS_POLICY', by, holder);
    if (!view.edge(attached)) return [];
    return [[...(isManaged(cause) ? [attached] : []), ...through, id]];
  };
  const routes = [
    ...detached(from, []),
    ...groups.flatMap((group) => detached(group.to, [group.id])),
  ];
  return routes.length > 0 ? routes : [[id]];
}

/** For causes that suffice together, the ways that must all end, each as ids of changes. */
export function waysOf(view: View, edge: Edge, causes: readonly Cause[]): string[][] {
  let ways: string[][] = [[]];
  for (const cause of causes) {
    const routes = routesOf(view, edge, cause);
    const more = routes.length * ways.length > most ? [[cause.id]] : routes;
    ways = ways.flatMap((way) => more.map((route) => [...way, ...route]));
  }
  return ways.map((way) => [...new Set(way)]);
}
