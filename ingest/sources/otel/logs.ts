import { z } from 'zod';
import { source } from '../../source.ts';
import { spansOfLogs } from './span.ts';
import { mapSpans } from './traces.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Log events of generative AI; other log records add nothing. */
export default source({
  name: 'otel.logs',
  doc: 'OpenTelemetry logs as OTLP/JSON: events with the attributes of generative AI',
  record: z.looseObject({ resourceLogs: z.array(z.unknown()) }),
  detect: (record) => isObject(record) && Array.isArray(record['resourceLogs']),
  map: (record, emit) => {
    mapSpans(spansOfLogs(record), emit);
  },
});
