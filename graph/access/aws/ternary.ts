/**
 * A truth that may be unknown: true, false, or the names of what it depends on (Kleene's strong
 * three-valued logic). Names are condition keys, or say which policy nobody read.
 */
export type Ternary = boolean | Unknown;
export type Unknown = readonly string[];

export const isUnknown = (value: Ternary): value is Unknown => typeof value !== 'boolean';

const joined = (a: Unknown, b: Unknown): Unknown => (a === b ? a : [...new Set([...a, ...b])]);

/** False where either is false, else unknown where either is unknown. */
export function and(a: Ternary, b: Ternary): Ternary {
  if (a === false || b === false) return false;
  if (a === true) return b;
  return b === true ? a : joined(a, b);
}

/** True where either is true, else unknown where either is unknown. */
export function or(a: Ternary, b: Ternary): Ternary {
  if (a === true || b === true) return true;
  if (a === false) return b;
  return b === false ? a : joined(a, b);
}

export const not = (value: Ternary): Ternary => (isUnknown(value) ? value : !value);

/** Conjunction of what a function says of each item; stops at the first false. */
export function every<T>(items: Iterable<T>, say: (item: T) => Ternary): Ternary {
  let all: Ternary = true;
  for (const item of items) {
    all = and(all, say(item));
    if (all === false) return false;
  }
  return all;
}

/** Disjunction of what a function says of each item; stops at the first true. */
export function some<T>(items: Iterable<T>, say: (item: T) => Ternary): Ternary {
  let any: Ternary = false;
  for (const item of items) {
    any = or(any, say(item));
    if (any === true) return true;
  }
  return any;
}
