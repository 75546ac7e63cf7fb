/** A function of two objects that remembers: what many share is joined once. */
export function paired<A extends object, B extends object = A, R extends object = A>(
  join: (a: A, b: B) => R,
): (a: A, b: B) => R {
  const known = new WeakMap<A, WeakMap<B, R>>();
  return (a, b) => {
    let mine = known.get(a);
    if (!mine) known.set(a, (mine = new WeakMap<B, R>()));
    let found = mine.get(b);
    if (!found) mine.set(b, (found = join(a, b)));
    return found;
  };
}
