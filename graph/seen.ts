import { createHash } from 'node:crypto';

/** What runtime records say of one entity. Every field merges whatever the order or repetition. */
export interface Seen {
  first: number;
  last: number;
  /** ISO days, newest `keep.days`. */
  days: string[];
  /** Newest `keep.samples` by (time, id). */
  samples: { at: number; id: string; record: string; actor?: string }[];
  /** The `keep.sketch` smallest hashes of event ids: exact below that many, then an estimate. */
  sketch: string[];
  /** Latest value of each property, by (time, text). */
  props: Record<string, { at: number; value: unknown }>;
}

/** How much is kept; a bound keeps the merge order-free because each takes the extreme ones. */
const keep = { days: 90, samples: 8, sketch: 64 };

const hash = (id: string) => createHash('sha1').update(id).digest('hex').slice(0, 13);
const spread = 16 ** 13;

/** One observation. */
export const observe = (
  at: number,
  id: string,
  record: string,
  props: Record<string, unknown>,
  actor?: string,
): Seen => ({
  first: at,
  last: at,
  days: [new Date(at).toISOString().slice(0, 10)],
  samples: [{ at, id, record, ...(actor !== undefined && { actor }) }],
  sketch: [hash(id)],
  props: Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, { at, value }]],
    ),
  ),
});

const text = (value: unknown) => JSON.stringify(value) ?? '';

const later = (a: Seen['props'][string], b: Seen['props'][string]) =>
  a.at !== b.at ? (a.at > b.at ? a : b) : text(a.value) >= text(b.value) ? a : b;

/** Newest samples by (time, id); the same event twice is one sample. */
function newest(samples: Seen['samples']): Seen['samples'] {
  const byId = new Map<string, Seen['samples'][number]>();
  for (const sample of samples) {
    const known = byId.get(sample.id);
    const newer =
      !known || sample.at > known.at || (sample.at === known.at && text(sample) > text(known));
    if (newer) byId.set(sample.id, sample);
  }
  return [...byId.values()]
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, keep.samples);
}

/** Joins two: commutative, associative, idempotent. */
export function join(a: Seen, b: Seen): Seen {
  const props = { ...a.props };
  for (const [key, value] of Object.entries(b.props)) {
    const known = props[key];
    props[key] = known ? later(known, value) : value;
  }
  return {
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    days: [...new Set([...a.days, ...b.days])].sort().slice(-keep.days),
    samples: newest([...a.samples, ...b.samples]),
    sketch: [...new Set([...a.sketch, ...b.sketch])].sort().slice(0, keep.sketch),
    props: Object.fromEntries(Object.entries(props).sort(([x], [y]) => (x < y ? -1 : 1))),
  };
}

/**
 * Number of distinct events: exact below 64, else the k-minimum-values estimate
 * (Bar-Yossef et al. 2002), standard error about 1/√62 = 13 %.
 */
export function countOf({ sketch }: Seen): number {
  const largest = sketch.at(-1);
  if (sketch.length < keep.sketch || largest === undefined) return sketch.length;
  return Math.round(((keep.sketch - 1) * spread) / (parseInt(largest, 16) + 1));
}
