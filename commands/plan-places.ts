import { canonical } from '../graph/claim.ts';
import type { Finding } from '../graph/findings/finding.ts';
import { nameOf, type View } from '../graph/view.ts';
import type { Resource } from '../ingest/sources/terraform/state.ts';
import { placeOfValue, type Place } from '../report/place.ts';

/** Resources that are new, gone or otherwise in a later state, in the order of that state. */
export function changedBetween(before: readonly Resource[], after: readonly Resource[]) {
  const was = new Map(before.map((resource) => [resource.address, resource]));
  const is = new Set(after.map(({ address }) => address));
  return [
    ...after.filter(
      ({ address, values }) => canonical(was.get(address)?.values) !== canonical(values),
    ),
    ...before.filter(({ address }) => !is.has(address)),
  ];
}

/** How much of what a finding rests on a resource names: ids count more than names. */
function mentions({ values }: Resource, ids: ReadonlySet<string>, names: ReadonlySet<string>) {
  const told = new Set(Object.values(values).filter((value) => typeof value === 'string'));
  return [...told].reduce((sum, value) => sum + (ids.has(value) ? 3 : names.has(value) ? 1 : 0), 0);
}

/**
 * Where a plan's file has the changed resource that a finding rests on most; null where it names
 * nothing of what the finding rests on.
 */
export function planPlaces(path: string, text: string, changed: readonly Resource[]) {
  return ({ restsOn }: Pick<Finding, 'restsOn'>, view: View): Place | null => {
    const nodes = restsOn.flatMap((id) => view.node(id) ?? []);
    const ids = new Set(nodes.map(({ uid }) => uid));
    const names = new Set(nodes.map(nameOf));
    const [best] = changed
      .map((resource) => ({ resource, points: mentions(resource, ids, names) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points);
    return best ? placeOfValue(path, text, 'address', best.resource.address) : null;
  };
}
