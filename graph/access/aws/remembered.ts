/** A function that works once for each name of what it is given. */
export function remembered<T, R>(
  nameOf: (item: T) => string,
  work: (item: T) => R,
): (item: T) => R {
  const known = new Map<string, R>();
  return (item) => {
    const name = nameOf(item);
    let found = known.get(name);
    if (found === undefined) known.set(name, (found = work(item)));
    return found;
  };
}
