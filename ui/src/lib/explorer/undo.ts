/** Changes of a value that can be taken back, newest last. */
export interface Undo<T> {
  past: readonly T[];
  future: readonly T[];
}

/** Changes that are kept. */
const kept = 100;

export const fresh: Undo<never> = { past: [], future: [] };

/** After a change from `before`; what was taken back is gone. */
export const changed = <T>({ past }: Undo<T>, before: T): Undo<T> => ({
  past: [...past, before].slice(-kept),
  future: [],
});

/** Takes the last change back: what the value is then; undefined where there is none. */
export function undone<T>({ past, future }: Undo<T>, now: T): [T, Undo<T>] | undefined {
  const before = past.at(-1);
  if (past.length === 0 || before === undefined) return undefined;
  return [before, { past: past.slice(0, -1), future: [now, ...future] }];
}

/** Does again what was taken back last. */
export function redone<T>({ past, future }: Undo<T>, now: T): [T, Undo<T>] | undefined {
  const [next, ...rest] = future;
  if (next === undefined) return undefined;
  return [next, { past: [...past, now], future: rest }];
}
