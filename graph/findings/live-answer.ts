import type { Delta } from '../rules/delta.ts';
import type { LiveQuery } from '../rules/live-query.ts';
import type { Params, Row } from '../store/store.ts';
import type { View } from '../view.ts';

/** The whole answer to a query, kept current: only rows that a change concerns are found anew. */
export class LiveAnswer<T> {
  readonly #query: LiveQuery;
  readonly #read: (rows: readonly Row[], before: T | undefined) => T | null;
  /** What the rows say, by the node that they are about. */
  readonly #parts: Map<string, T>;
  readonly #stale: Set<string>;

  private constructor(
    query: LiveQuery,
    read: (rows: readonly Row[], before: T | undefined) => T | null,
    parts: Map<string, T>,
    stale: Set<string> = new Set(),
  ) {
    this.#query = query;
    this.#read = read;
    this.#parts = parts;
    this.#stale = stale;
  }

  /** `read` makes of the rows about one node what is kept; null for nothing. */
  static of<T>(
    query: LiveQuery,
    rows: readonly Row[],
    read: (rows: readonly Row[], before: T | undefined) => T | null,
  ): LiveAnswer<T> {
    const answer = new LiveAnswer(query, read, new Map<string, T>());
    for (const [about, some] of Map.groupBy(rows, (row) => String(row[query.about])))
      answer.#put(about, some);
    return answer;
  }

  /** The same answer for a state of its own. */
  copy(): LiveAnswer<T> {
    return new LiveAnswer(this.#query, this.#read, new Map(this.#parts), new Set(this.#stale));
  }

  get parts(): ReadonlyMap<string, T> {
    return this.#parts;
  }

  /**
   * Notes the rows that changes concern. To be told of them around the moment at which the view
   * takes them in: call it before and what it returns after. That is false where too much changed.
   */
  note(delta: Delta, view: View): () => boolean {
    const { concern } = this.#query;
    const starts = concern.starts(delta);
    if (starts.length === 0) return () => true;
    const before = concern.anchors(view, starts);
    return () => {
      const after = before && concern.anchors(view, starts);
      for (const about of [...(before ?? []), ...(after ?? [])]) this.#stale.add(about);
      return after !== null;
    };
  }

  /** Finds the rows anew that changes concerned; true where there were any. */
  refresh(view: View, parameters: Params): boolean {
    if (this.#stale.size === 0) return false;
    for (const about of this.#stale) this.#put(about, this.#query.answer(view, about, parameters));
    this.#stale.clear();
    return true;
  }

  #put(about: string, rows: readonly Row[]): void {
    const part = rows.length > 0 ? this.#read(rows, this.#parts.get(about)) : null;
    if (part === null) this.#parts.delete(about);
    else this.#parts.set(about, part);
  }
}
