import type { Finding } from '../graph/findings/finding.ts';
import { nameOf, type View } from '../graph/view.ts';
import type { Resource } from '../ingest/sources/terraform/state.ts';
import { placeOfValue, type Place } from '../report/place.ts';
import { codePlaces } from './plan-code.ts';
import type { Planned } from './planned.ts';

/** How much of what a finding rests on a resource names: ids count more than names. */
function mentions({ values }: Resource, ids: ReadonlySet<string>, names: ReadonlySet<string>) {
  const told = new Set(Object.values(values).filter((value) => typeof value === 'string'));
  return [...told].reduce((sum, value) => sum + (ids.has(value) ? 3 : names.has(value) ? 1 : 0), 0);
}

/**
 * Where the changed resource is declared that a finding rests on most: in code, else in the plan's
 * file; null where it names nothing of what the finding rests on.
 */
export function planPlaces(
  path: string,
  { file: { plan, text }, changed }: Pick<Planned, 'file' | 'changed'>,
  cwd: string,
) {
  const inCode = codePlaces(path, plan.configuration ?? {}, cwd);
  return ({ restsOn }: Pick<Finding, 'restsOn'>, view: View): Place | null => {
    const nodes = restsOn.flatMap((id) => view.node(id) ?? []);
    const ids = new Set(nodes.map(({ uid }) => uid));
    const names = new Set(nodes.map(nameOf));
    const [best] = changed
      .map((resource) => ({ resource, points: mentions(resource, ids, names) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points);
    if (!best) return null;
    const { address } = best.resource;
    const place = inCode(address) ?? placeOfValue(path, text, 'address', address);
    return place && { ...place, of: address };
  };
}
