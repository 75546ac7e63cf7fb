import type { Span } from './span.ts';

/** The spans of a record, joined by parenthood. */
export class Trace {
  readonly #byId: ReadonlyMap<string, Span>;

  constructor(spans: readonly Span[]) {
    this.#byId = new Map(spans.map((span) => [`${span.trace}/${span.id}`, span]));
  }

  /** The span and those around it, innermost first. */
  *upward(span: Span): Generator<Span> {
    const seen = new Set<Span>();
    for (let at: Span | undefined = span; at && !seen.has(at); at = this.#parent(at)) {
      seen.add(at);
      yield at;
    }
  }

  /** True where the record holds everything around the span, up to the root of its trace. */
  isWhole(span: Span): boolean {
    const outermost = [...this.upward(span)].at(-1);
    return outermost?.parent === '';
  }

  #parent({ trace, parent }: Span): Span | undefined {
    return parent === '' ? undefined : this.#byId.get(`${trace}/${parent}`);
  }
}
