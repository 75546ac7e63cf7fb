import type { Span } from '../sources/otel/span.ts';

/** Bounds of what is remembered of traces that are under way. */
const most = {
  /** Milliseconds since the last span of a trace came. */
  age: 10 * 60_000,
  /** Spans of one trace; the oldest make way. */
  spansOfTrace: 2_000,
  /** Bytes of the exports that the spans came in, about. */
  bytes: 32 << 20,
};

interface Known {
  /** By span id, with where the span lies. */
  spans: Map<string, { span: Span; position: string }>;
  bytes: number;
  at: number;
}

/** An export's spans, among those around them. */
interface Arrival {
  spans: readonly (Span | null)[];
  position: string;
  /** Of the whole export. */
  bytes: number;
  now: number;
}

/**
 * The spans of traces that are under way. SDKs export a span when it ends, so the parts of one run
 * of an agent come in several exports, the agent itself last; and a span tells its agent by the
 * spans around it. What came before is read again with what comes now: observations only add up, so
 * nothing waits here that is not in the store, and what is forgotten costs an edge and no record.
 */
export class TraceContext {
  readonly #traces = new Map<string, Known>();
  #bytes = 0;

  /** Earlier spans of the same traces, with where each lies by `trace/id`. */
  before(spans: readonly (Span | null)[]) {
    const good = spans.filter((span) => span !== null);
    const again = new Set(good.map(({ trace, id }) => `${trace}/${id}`));
    const known = [...new Set(good.map(({ trace }) => trace))]
      .flatMap((trace) => [...(this.#traces.get(trace)?.spans.values() ?? [])])
      .filter(({ span: { trace, id } }) => !again.has(`${trace}/${id}`));
    return {
      spans: known.map(({ span }) => span),
      positions: new Map(
        known.map(({ span: { trace, id }, position }) => [`${trace}/${id}`, position]),
      ),
    };
  }

  remember({ spans, position, bytes, now }: Arrival): void {
    for (const span of spans) if (span) this.#keep({ span, position }, bytes / spans.length, now);
    for (const [trace, { at, bytes: held }] of this.#traces) {
      if (this.#bytes <= most.bytes && now - at <= most.age) return;
      this.#traces.delete(trace);
      this.#bytes -= held;
    }
  }

  #keep(one: { span: Span; position: string }, bytes: number, now: number) {
    const { trace, id } = one.span;
    const known = this.#traces.get(trace) ?? { spans: new Map(), bytes: 0, at: 0 };
    // Put back as the newest: the map's order is the order of forgetting.
    this.#traces.delete(trace);
    this.#traces.set(trace, known);
    known.at = now;
    const more = known.spans.has(id) ? 0 : bytes;
    known.bytes += more;
    this.#bytes += more;
    known.spans.set(id, one);
    const [oldest] = known.spans.keys();
    if (known.spans.size > most.spansOfTrace && oldest !== undefined) known.spans.delete(oldest);
  }
}
