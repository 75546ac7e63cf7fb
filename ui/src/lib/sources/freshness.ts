import { instant, listed, several, span } from '../text/format.ts';

/** Who gives records, and when it last did. */
export interface Source {
  owner: string;
  source: string;
  lastAt: string;
  silent: boolean;
  silentAfter: number;
}

/** Names of a sentence; the rest are counted. */
const named = 3;

/**
 * How the sources stand, in a sentence: silent ones by name and by how long, because what they
 * would say is not known.
 */
export function leadOf(sources: readonly Source[], now: number): string {
  const silent = longestSilentFirst(sources).filter((source) => source.silent);
  const times = sources.flatMap(({ lastAt }) => instant(lastAt) ?? []);
  const newest = span(now - Math.max(...times));
  const all = several(sources.length, 'source');
  if (silent.length === 0)
    return sources.length === 1
      ? `The one source speaks; its newest record is ${newest} old.`
      : `All ${all} speak; the newest record is ${newest} old.`;
  const first = silent.slice(0, named).map((source) => `${source.owner} for ${gapOf(source, now)}`);
  const more = silent.length - first.length;
  const names = listed(more > 0 ? [...first, `${more} more`] : first);
  const are = silent.length === 1 ? 'is' : 'are';
  return `${silent.length} of ${all} ${are} silent: ${names}. What happened there since is unknown.`;
}

/** How long ago the newest record of a source is. */
export const gapOf = ({ lastAt }: Pick<Source, 'lastAt'>, now: number): string => {
  const at = instant(lastAt);
  return at === null ? 'an unknown time' : span(now - at);
};

const longestSilentFirst = (sources: readonly Source[]) =>
  sources.toSorted((a, b) => (instant(a.lastAt) ?? 0) - (instant(b.lastAt) ?? 0));

/** Sources of one place, such as an account. */
export interface Place {
  name: string;
  sources: { name: string; source: Source }[];
}

/** Where those stand that name no place. */
const elsewhere = 'Elsewhere';

/**
 * Sources by the place before the slash of their name, by name; within a place the silent ones
 * first, then by name. Those without a slash come last, together.
 */
export function placesOf(sources: readonly Source[]): Place[] {
  const parts = sources.map((source) => {
    const at = source.owner.indexOf('/');
    return {
      place: at < 0 ? elsewhere : source.owner.slice(0, at),
      name: at < 0 ? source.owner : source.owner.slice(at + 1),
      source,
    };
  });
  return [...Map.groupBy(parts, ({ place }) => place)]
    .sort(([a], [b]) => Number(a === elsewhere) - Number(b === elsewhere) || (a < b ? -1 : 1))
    .map(([name, of]) => ({
      name,
      sources: of.sort(
        (a, b) => Number(b.source.silent) - Number(a.source.silent) || (a.name < b.name ? -1 : 1),
      ),
    }));
}
