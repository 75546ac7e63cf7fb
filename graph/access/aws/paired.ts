/** A function of two objects that remembers: what many share is joined once. */
export function paired<T extends object>(join: (a: T, b: T) => T): (a: T, b: T) => T {
  const known = new WeakMap<T, WeakMap<T, T>>();
  return (a, b) => {
    let mine = known.get(a);
    if (!mine) known.set(a, (mine = new WeakMap()));
    let found = mine.get(b);
    if (!found) mine.set(b, (found = join(a, b)));
    return found;
  };
}
