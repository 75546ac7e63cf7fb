import protobuf from 'protobufjs';
import type { Signal } from './messages.ts';
import { limits } from './protobuf.ts';

/** How protobuf writes a field: as a number, eight bytes, or bytes with their length. */
const wire = { number: 0, eight: 1, bytes: 2 } as const;

const traceIdLength = 16;

interface Field {
  number: number;
  wire: number;
  /** Empty for a field that is not bytes. */
  bytes: Uint8Array;
}

const nothing = new Uint8Array();

/** Fields of a message in the order written, which each maker chooses. Throws where it is none. */
function* fieldsOf(message: Uint8Array): Generator<Field> {
  const reader = protobuf.Reader.create(message);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const [number, type] = [tag >>> 3, tag & 7];
    const bytes = type === wire.bytes ? reader.bytes() : nothing;
    if (type !== wire.bytes) reader.skipType(type);
    yield { number, wire: type, bytes };
  }
}

/** What the first field of that number holds; null where there is none. All of it must be fields. */
function within(message: Uint8Array | null, number: number): Uint8Array | null {
  let found: Uint8Array | null = null;
  for (const field of message ? fieldsOf(message) : [])
    if (field.number === number) found ??= field.bytes;
  return found;
}

/** What only a log record has: field numbers and how they are written. */
const ofLogs = [
  [11, wire.eight],
  [2, wire.number],
  [5, wire.bytes],
] as const;

/** A span has its trace id where a log record has its time; of the others both must have some. */
function signalOfItem(item: Uint8Array): Signal | null {
  let [first, isLog] = [null as Field | null, false];
  for (const field of fieldsOf(item)) {
    if (field.number === 1) first ??= field;
    isLog ||= ofLogs.some(([number, type]) => field.number === number && field.wire === type);
  }
  if (first?.wire === wire.bytes) return first.bytes.length === traceIdLength ? 'traces' : null;
  return isLog || first?.wire === wire.eight ? 'logs' : null;
}

/** Whether all that a message holds are groups. */
function holdsGroups(message: Uint8Array): boolean {
  for (const { number, wire: type } of fieldsOf(message))
    if (number !== 1 || type !== wire.bytes) return false;
  return true;
}

/**
 * Whether bytes may be an OTLP export, and of what: both nest alike down to a span or log record.
 * More bytes than a message may have are none.
 */
export function signalOf(bytes: Uint8Array): Signal | null {
  if (bytes.length > limits.bytes) return null;
  try {
    const item = holdsGroups(bytes) ? within(within(within(bytes, 1), 2), 2) : null;
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
