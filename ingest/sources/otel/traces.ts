import { z } from 'zod';
import { source, type Emit } from '../../source.ts';
import { Agents } from './agents.ts';
import { textOf } from './attribute.ts';
import { Feeds } from './feeds.ts';
import { mapSpan } from './map-span.ts';
import { spansOf, type Span } from './span.ts';
import { Trace } from './trace.ts';

const ownerOf = ({ resource }: Span) =>
  `otel:${textOf(resource, 'deployment.environment.name') ?? textOf(resource, 'deployment.environment') ?? 'unspecified'}`;

/** Maps the spans of one record; each that shows something is an observation of its own. */
export function mapSpans(spans: readonly (Span | null)[], emit: Emit) {
  const good = spans.filter((span) => span !== null);
  const missing = spans.length - good.length;
  if (missing > 0)
    emit.refuse(`${missing} of ${spans.length} spans`, 'without an id or a start time', missing);
  const trace = new Trace(good);
  const agents = new Agents(good, trace);
  const feeds = new Feeds();
  const open = new Set<string>();
  for (const [order, span] of good.entries()) {
    const start = () =>
      emit.claim({
        owner: ownerOf(span),
        subject: `${span.trace}/${span.id}`,
        at: span.start,
        mode: 'seen',
      });
    const unresolved = (what: string) => open.add(what);
    mapSpan(span, order, start, { trace, agents, feeds, unresolved });
  }
  feeds.addEdges();
  for (const what of open) emit.unresolved(what);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * Traces of applications and agents. Give traces whole: a span tells its agent by the spans around
 * it in the same record.
 */
export default source({
  name: 'otel.traces',
  doc: 'OpenTelemetry traces as OTLP/JSON, with the attributes of generative AI of any dialect',
  record: z.looseObject({ resourceSpans: z.array(z.unknown()) }),
  detect: (record) => isObject(record) && Array.isArray(record['resourceSpans']),
  map: (record, emit) => {
    mapSpans(spansOf(record), emit);
  },
});
