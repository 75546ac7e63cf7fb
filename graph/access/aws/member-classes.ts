import type { Field, Member } from './field.ts';
import type { Lookup } from './variables.ts';
import { matches, prefixOf, type Compiled } from './wildcard.ts';
import { anyName, below } from './witness.ts';

/** By what statements tell members apart. */
export interface Telling {
  patterns: readonly Compiled[];
  /** Keys of the context whose values differ from member to member; sorted. */
  keys: readonly string[];
}

export interface Classes {
  /** Members that the same patterns match; those that none matches are left out. */
  alike: readonly (readonly Member[])[];
  /** Members of which patterns concern only a part, by which they are and what else tells. */
  parted: ReadonlyMap<Member, string>;
}

/** Members that a pattern concerns, by their places in the field. */
interface Concerned {
  wholly: readonly number[];
  partly: readonly number[];
}

/** Place of the first member whose resource is not before a text. */
function firstFrom(members: readonly Member[], text: string): number {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((members[middle]?.resource ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Places of members that a pattern may concern: of its literal prefix, or it looks below them. */
function* within(members: readonly Member[], pattern: Compiled): Iterable<number> {
  const prefix = prefixOf(pattern);
  for (let at = firstFrom(members, prefix); at < members.length; at++) {
    if (!members[at]?.resource.startsWith(prefix)) break;
    yield at;
  }
  for (let end = prefix.length - 2; end > 0; end--) {
    const c = prefix[end];
    if (c !== '/' && c !== ':') continue;
    const head = prefix.slice(0, end + 1);
    for (let at = firstFrom(members, head); members[at]?.resource === head; at++)
      if (members[at]?.open === true) yield at;
  }
}

function concernedBy(members: readonly Member[], pattern: Compiled): Concerned {
  const found = { wholly: [] as number[], partly: [] as number[] };
  for (const place of within(members, pattern)) {
    const { resource, open } = members[place] as Member;
    if (matches(pattern, open ? resource + anyName : resource)) found.wholly.push(place);
    else if (open && below(pattern, resource) !== null) found.partly.push(place);
  }
  return found;
}

/** What was found of a field, for policies are shared by principals and name things again. */
interface Kept {
  byPattern: Map<Compiled, Concerned>;
  /** Places that are kept by patterns. */
  places: number;
  marks: Map<string, Marks>;
}

const fields = new WeakMap<Field, Kept>();

/** Places that patterns may keep, in all, of one field. */
const mostPlaces = 1_000_000;

function keptOf(field: Field): Kept {
  let kept = fields.get(field);
  if (!kept) fields.set(field, (kept = { byPattern: new Map(), places: 0, marks: new Map() }));
  return kept;
}

function concernedIn(field: Field, pattern: Compiled): Concerned {
  const kept = keptOf(field);
  let found = kept.byPattern.get(pattern);
  if (found) return found;
  found = concernedBy(field.members, pattern);
  if (kept.places > mostPlaces) {
    kept.byPattern.clear();
    kept.places = 0;
  }
  kept.byPattern.set(pattern, found);
  kept.places += found.wholly.length + found.partly.length + 1;
  return found;
}

/** Numbers that tell members apart by what is known of each alone. */
interface Marks {
  byPlace: readonly number[];
  count: number;
}

const unmarked: Marks = { byPlace: [], count: 1 };

function marksOf(field: Field, keys: readonly string[], of: (member: Member) => Lookup): Marks {
  if (keys.length === 0) return unmarked;
  const { marks } = keptOf(field);
  const known = marks.get(keys.join());
  if (known) return known;
  const numbers = new Map<string, number>();
  const byPlace = field.members.map((member) => {
    const lookup = of(member);
    const values = keys.map((key) => lookup(key));
    const text = JSON.stringify(values.map((value) => (value === undefined ? '?' : value)));
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  const found = { byPlace, count: numbers.size };
  marks.set(keys.join(), found);
  return found;
}

/** Sorts members by which patterns concern them, and by what else tells them apart. */
export function classesOf(
  field: Field,
  { patterns, keys }: Telling,
  of: (member: Member) => Lookup,
): Classes {
  const { members } = field;
  const { byPlace, count } = marksOf(field, keys, of);
  const classes = new Map<number, number>(byPlace.entries());
  const parts = new Map<number, number[]>();
  let last = count;
  for (const [index, pattern] of patterns.entries()) {
    const { wholly, partly } = concernedIn(field, pattern);
    // What matches leaves its class for one of those that match as well.
    const next = new Map<number, number>();
    for (const place of wholly) {
      const before = classes.get(place) ?? 0;
      let after = next.get(before);
      if (after === undefined) next.set(before, (after = last++));
      classes.set(place, after);
    }
    for (const place of partly) {
      const known = parts.get(place);
      if (known) known.push(index);
      else parts.set(place, [index]);
    }
  }
  const parted = new Map<Member, string>();
  for (const [place, indexes] of parts)
    parted.set(members[place] as Member, `${classes.get(place) ?? 0} ${indexes.join()}`);
  const alike = new Map<number, Member[]>();
  for (const [place, number] of classes) {
    if (parts.has(place)) continue;
    const list = alike.get(number);
    if (list) list.push(members[place] as Member);
    else alike.set(number, [members[place] as Member]);
  }
  return { alike: [...alike.values()], parted };
}
