import {
  partsOf,
  type Clause,
  type Expression,
  type Group,
  type Link,
  type Place,
} from './query.ts';

/** One step of matching: a relationship to follow from an end that is bound, then what must hold. */
export interface Step {
  /** Absent for the first step, before which everything that it asks is bound. */
  link?: Link;
  /** The place that it comes to. */
  place?: Place;
  /** Places that are bound already and must fit. */
  checks: readonly Place[];
  where: readonly Expression[];
}

/** Slots that an expression reads. */
function slotsOf(expression: Expression): number[] {
  const { inner, groups } = partsOf(expression);
  const own = 'slot' in expression ? [expression.slot] : [];
  const inGroups = groups.flatMap((group) => [...boundBy(group), ...group.where.flatMap(slotsOf)]);
  return [...own, ...inner.flatMap(slotsOf), ...inGroups];
}

/** Slots that a group binds. */
export const boundBy = ({ places, links }: Group): number[] =>
  [...places, ...links].map(({ slot }) => slot);

/** Conditions that can be told once some slots are bound, of all that will be. */
function split(where: readonly Expression[], known: ReadonlySet<number>, all: ReadonlySet<number>) {
  const can = (one: Expression) => slotsOf(one).every((slot) => known.has(slot) || !all.has(slot));
  return { ready: where.filter(can), later: where.filter((one) => !can(one)) };
}

const hangsOn = ({ places }: Group, bound: ReadonlySet<number>) =>
  places.some(({ slot }) => bound.has(slot));

/**
 * Clauses that give the same rows, so that each pattern hangs on what is bound before it where the
 * slots of `first` are bound to begin with: patterns that follow one another may change places.
 */
export function arranged(clauses: readonly Clause[], first: ReadonlySet<number>): Clause[] {
  const done: Clause[] = [];
  let bound = new Set(first);
  let open: Group[] = [];
  const close = () => {
    const all = new Set([...bound, ...open.flatMap(boundBy)]);
    let where = open.flatMap((group) => group.where);
    while (open.length > 0) {
      const next = open.find((group) => hangsOn(group, bound));
      if (!next) throw new Error('a pattern hangs on nothing');
      open = open.filter((group) => group !== next);
      for (const slot of boundBy(next)) bound.add(slot);
      const { ready, later } = split(where, bound, all);
      where = later;
      done.push({ is: 'match', group: { ...next, where: ready } });
    }
  };
  for (const clause of clauses)
    if (clause.is === 'match') open.push(clause.group);
    else {
      close();
      done.push(clause);
      bound = new Set(clause.columns.map(({ slot }) => slot));
    }
  close();
  return done;
}

/**
 * The order in which to match a group whose `bound` slots are bound. Throws an Error where some of
 * it hangs on nothing that is: then every node would have to be tried.
 */
export function planOf(group: Group, bound: ReadonlySet<number>): Step[] {
  const known = new Set(bound);
  const all = new Set([...bound, ...boundBy(group)]);
  const places = new Map(group.places.map((place) => [place.slot, place]));
  let where = [...group.where];
  const due = (): Expression[] => {
    const { ready, later } = split(where, known, all);
    where = later;
    return ready;
  };
  const steps: Step[] = [
    { checks: group.places.filter(({ slot }) => known.has(slot)), where: due() },
  ];
  let left = [...group.links];
  while (left.length > 0) {
    const closed = left.find(({ from, to }) => known.has(from) && known.has(to));
    const next = closed ?? left.find(({ from, to }) => known.has(from) || known.has(to));
    if (!next) throw new Error('a pattern hangs on nothing');
    left = left.filter((link) => link !== next);
    const place = places.get(known.has(next.from) ? next.to : next.from);
    if (place) known.add(place.slot);
    known.add(next.slot);
    steps.push({ link: next, ...(place && { place }), checks: [], where: due() });
  }
  if (group.places.some(({ slot }) => !known.has(slot))) throw new Error('a node hangs on nothing');
  return steps;
}
