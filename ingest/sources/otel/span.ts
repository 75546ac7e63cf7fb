import { attributesOf, type Attributes } from './attribute.ts';

/** A span, or a log record that stands for one. */
export interface Span {
  trace: string;
  id: string;
  parent: string;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer' | 'unspecified';
  /** Milliseconds since 1970. */
  start: number;
  end: number;
  /** True where its status is an error. */
  failed: boolean;
  attributes: Attributes;
  resource: Attributes;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const listOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
const text = (value: unknown) => (typeof value === 'string' ? value : '');

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

/** OTLP/JSON writes enums as numbers; some exporters write their names. */
function kindOf(kind: unknown): Span['kind'] {
  if (typeof kind === 'number') return kinds[kind] ?? 'unspecified';
  const name = text(kind).replace('SPAN_KIND_', '').toLowerCase();
  return kinds.find((known) => known === name) ?? 'unspecified';
}

/** Milliseconds of a time in nanoseconds, given as text or number; null where it is none. */
export function milliseconds(nanoseconds: unknown): number | null {
  if (typeof nanoseconds !== 'string' && typeof nanoseconds !== 'number') return null;
  if (!/^\d{1,20}$/.test(String(nanoseconds))) return null;
  const value = Number(BigInt(nanoseconds) / 1_000_000n);
  return value > 0 ? value : null;
}

const isError = (status: unknown) =>
  isObject(status) && (status['code'] === 2 || status['code'] === 'STATUS_CODE_ERROR');

/** Spans of an OTLP trace export, in their order; those without a time come as `null`. */
export function spansOf(document: { resourceSpans: unknown }): (Span | null)[] {
  return listOf(document.resourceSpans).flatMap((group) => {
    const resource = attributesOf(
      isObject(group['resource']) ? group['resource']['attributes'] : [],
    );
    const scopes = listOf(group['scopeSpans'] ?? group['instrumentationLibrarySpans']);
    return scopes
      .flatMap((scope) => listOf(scope['spans']))
      .map((span): Span | null => {
        const start = milliseconds(span['startTimeUnixNano']);
        if (start === null || text(span['spanId']) === '') return null;
        return {
          trace: text(span['traceId']).toLowerCase(),
          id: text(span['spanId']).toLowerCase(),
          parent: text(span['parentSpanId']).toLowerCase(),
          name: text(span['name']),
          kind: kindOf(span['kind']),
          start,
          end: milliseconds(span['endTimeUnixNano']) ?? start,
          failed: isError(span['status']),
          attributes: attributesOf(span['attributes']),
          resource,
        };
      });
  });
}

/** Log records that carry attributes of generative AI, each as a span without length. */
export function spansOfLogs(document: { resourceLogs: unknown }): (Span | null)[] {
  return listOf(document.resourceLogs).flatMap((group) => {
    const resource = attributesOf(
      isObject(group['resource']) ? group['resource']['attributes'] : [],
    );
    return listOf(group['scopeLogs'])
      .flatMap((scope) => listOf(scope['logRecords']))
      .flatMap((log): (Span | null)[] => {
        const attributes = attributesOf(log['attributes']);
        if (![...attributes.keys()].some((key) => key.startsWith('gen_ai.'))) return [];
        const start =
          milliseconds(log['timeUnixNano']) ?? milliseconds(log['observedTimeUnixNano']);
        if (start === null) return [null];
        const span = text(log['spanId']).toLowerCase();
        return [
          {
            trace: text(log['traceId']).toLowerCase(),
            id: `log:${span}:${start}`,
            parent: span,
            name: text(log['eventName']),
            kind: 'unspecified',
            start,
            end: start,
            failed: false,
            attributes,
            resource,
          },
        ];
      });
  });
}
