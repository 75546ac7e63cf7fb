import type { Cause } from '../claim.ts';
import type { Edge } from '../entity.ts';
import { priors } from '../findings/priors.ts';
import type { View } from '../view.ts';
import { isManaged } from './managed.ts';

/** Ways that are told apart for causes that suffice together. */
const most = 16;

/** Ids of the edges of each way by which something counts for a principal. */
type Routes = readonly (readonly string[])[];

/** For one principal, how it comes to what policies and groups say: by itself, or as a member. */
function comesBy(view: View, principal: string): Map<string, Routes> {
  const found = new Map<string, Routes>();
  const put = (holder: string, route: readonly string[]) =>
    found.set(holder, [...(found.get(holder) ?? []), route]);
  const attached = (by: string, through: readonly string[]) => {
    for (const { id, to } of view.out(by, 'HAS_POLICY'))
      put(to, isManaged({ holder: to }) ? [id, ...through] : through);
  };
  attached(principal, []);
  for (const { id, to } of view.out(principal, 'MEMBER_OF')) {
    put(to, [id]);
    attached(to, [id]);
  }
  return found;
}

/**
 * Tells for causes that suffice together the ways that must all end for an edge to be gone, each as
 * ids of changes any of which ends it. A policy comes by itself or with a group, whose own policies
 * come with it too. Nobody edits a policy of the provider: it is taken from who holds it, or from
 * all at once.
 */
export function routesIn(view: View): (edge: Edge, causes: readonly Cause[]) => string[][] {
  const known = new Map<string, Map<string, Routes>>();
  const ofPrincipal = (principal: string) => {
    let found = known.get(principal);
    if (!found) known.set(principal, (found = comesBy(view, principal)));
    return found;
  };
  const routesOf = (from: string, { id, type, holder }: Cause): string[][] => {
    if (priors.fixed.causes.includes(type)) return [[]];
    const routes = holder === from ? undefined : ofPrincipal(from).get(holder);
    return routes ? routes.map((route) => [...route, id]) : [[id]];
  };
  return ({ from }, causes) => {
    let ways: string[][] = [[]];
    for (const cause of causes) {
      const routes = routesOf(from, cause);
      const more = routes.length * ways.length > most ? [[cause.id]] : routes;
      ways = ways.flatMap((way) => more.map((route) => [...way, ...route]));
    }
    return ways.map((way) => [...new Set(way)]);
  };
}
