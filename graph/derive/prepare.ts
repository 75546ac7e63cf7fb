import type { NodeKind } from '../schema/index.ts';
import type { View } from '../view.ts';
import type { Changes } from '../workspace.ts';
import type { Derivation, Renewed } from './derivation.ts';
import { Watch } from './watch.ts';

/** What a derivation derives from, and which subjects may say something else than before. */
interface Prepared {
  index: unknown;
  /** Null for all. */
  touched: ReadonlySet<string> | null;
  /** Nodes, by further subjects, edges to which alone may be others. */
  ends?: Renewed<unknown>['ends'];
  /** Runs work that derives one subject. */
  reading<T>(subject: string, work: () => T): T;
}

/** As a derivation was prepared when a ledger last caught up. */
interface Before {
  index: unknown;
  watch: Watch;
  /** Versions of the kinds that the index was made of; null where it was made of more. */
  versions: ReadonlyMap<NodeKind, number> | null;
}

const befores = new WeakMap<Map<string, string>, Before>();
const indexes = new WeakMap<Map<string, string>, unknown>();
/** Derivations whose index hides what a subject's claim depends on. */
const hidden = new WeakSet<Derivation>();

const plainly = <T>(_: string, work: () => T): T => work();

const sameItem = (a: unknown, b: unknown): boolean =>
  a === b ||
  (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => x === b[i]));

const sameMap = (a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>) =>
  a.size === b.size && [...a].every(([key, value]) => sameItem(value, b.get(key)));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;

/** True where nothing but the view can hide what a subject's claim depends on. */
const isPlain = (index: unknown, view: View): boolean =>
  index === view ||
  (isRecord(index) && Object.values(index).every((one) => one === view || one instanceof Map));

const same = (a: unknown, b: unknown): boolean =>
  a === b ||
  (a instanceof Map && b instanceof Map && sameMap(a, b)) ||
  (isRecord(a) &&
    isRecord(b) &&
    Object.entries(a).every(([name, value]) => value === b[name] || same(value, b[name])));

/** An index of what the view is now, if need be made anew. */
function indexOf(derivation: Derivation, view: View, before: Before | undefined): Before {
  const { versions } = before ?? {};
  if (before && versions && [...versions].every(([kind, at]) => view.version(kind) === at))
    return before;
  const watch = before?.watch ?? new Watch(view);
  const { result, kinds } = watch.readingKinds(() => derivation.index(watch.view));
  return {
    index: result,
    watch,
    versions: kinds && new Map([...kinds].map((kind) => [kind, view.version(kind)])),
  };
}

/**
 * Prepares a derivation to catch up. `known` is its part of the ledger; `pending`: what changed since
 * it last caught up with that, if it is known.
 */
export function prepare(
  derivation: Derivation,
  view: View,
  known: Map<string, string>,
  pending: readonly Changes[] | undefined,
): Prepared {
  if (derivation.renew) {
    const before = indexes.get(known);
    const renewed = before === undefined ? null : derivation.renew(before, view);
    const index = renewed ? renewed.index : derivation.index(view);
    indexes.set(known, index);
    return { index, touched: renewed?.touched ?? null, ends: renewed?.ends, reading: plainly };
  }
  if (hidden.has(derivation))
    return { index: derivation.index(view), touched: null, reading: plainly };
  const before = pending && befores.get(known);
  const now = indexOf(derivation, view, before);
  if (!isPlain(now.index, now.watch.view)) {
    hidden.add(derivation);
    return prepare(derivation, view, known, pending);
  }
  befores.set(known, now);
  return {
    index: now.index,
    touched:
      before && same(before.index, now.index)
        ? now.watch.touchedBy(pending, derivation.reads.edges)
        : null,
    reading: (subject, work) => now.watch.reading(subject, work),
  };
}
