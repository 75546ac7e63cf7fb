import protobuf from 'protobufjs';
import type { Signal } from './messages.ts';

/** How protobuf writes a field: as a number, eight bytes, or bytes with their length. */
const wire = { number: 0, eight: 1, bytes: 2 } as const;

const traceIdLength = 16;

interface Field {
  number: number;
  wire: number;
  /** Empty for a field that is not bytes. */
  bytes: Uint8Array;
}

/** Fields of a message in the order written, which each maker chooses. Throws where it is none. */
function fieldsOf(message: Uint8Array): Field[] {
  const reader = protobuf.Reader.create(message);
  const fields: Field[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const [number, type] = [tag >>> 3, tag & 7];
    const bytes = type === wire.bytes ? reader.bytes() : new Uint8Array();
    if (type !== wire.bytes) reader.skipType(type);
    fields.push({ number, wire: type, bytes });
  }
  return fields;
}

/** What the first field of that number holds; null where there is none. */
const within = (message: Uint8Array | null, number: number): Uint8Array | null =>
  (message && fieldsOf(message).find((field) => field.number === number)?.bytes) ?? null;

/** A span has its trace id where a log record has its time; of the others both must have some. */
function signalOfItem(item: Uint8Array): Signal | null {
  const fields = fieldsOf(item);
  const has = (number: number, type: number) =>
    fields.some((field) => field.number === number && field.wire === type);
  const first = fields.find(({ number }) => number === 1);
  if (first?.wire === wire.bytes) return first.bytes.length === traceIdLength ? 'traces' : null;
  const log = first?.wire === wire.eight || has(11, wire.eight) || has(2, wire.number);
  return log || has(5, wire.bytes) ? 'logs' : null;
}

/** Whether bytes may be an OTLP export, and of what: both nest alike down to a span or log record. */
export function signalOf(bytes: Uint8Array): Signal | null {
  try {
    if (fieldsOf(bytes).some(({ number, wire: type }) => number !== 1 || type !== wire.bytes))
      return null;
    const item = within(within(within(bytes, 1), 2), 2);
    return item && signalOfItem(item);
  } catch {
    return null;
  }
}

/**
 * Whether bytes that are an OTLP export are one in JSON. JSON has no control characters but these
 * (RFC 8259), and in protobuf every export that says something begins a field with another one.
 */
export const isJson = (bytes: Buffer): boolean =>
  /^(\xef\xbb\xbf)?[\t\n\r ]*[[{][\t\n\r\x20-\xff]*$/.test(bytes.toString('latin1'));
