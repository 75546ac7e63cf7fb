import type { Signal } from './messages.ts';

/** Tag of a field that holds bytes, as protobuf writes it. */
const holdsBytes = (field: number) => (field << 3) | 2;

function lengthAt(bytes: Uint8Array, at: number): { value: number; next: number } | null {
  let value = 0;
  for (let shift = 0; shift < 28; shift += 7, at++) {
    const byte = bytes[at];
    if (byte === undefined) return null;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  return null;
}

/** What the first field of a number in a message holds; null where there is none. */
function fieldOf(message: Uint8Array, wanted: number): Uint8Array | null {
  for (let at = 0; at < message.length;) {
    const tag = message[at] as number;
    const length = (tag & 7) === 2 ? lengthAt(message, at + 1) : null;
    if (!length || length.next + length.value > message.length) return null;
    at = length.next + length.value;
    if (tag === holdsBytes(wanted)) return message.subarray(length.next, at);
  }
  return null;
}

/**
 * Whether bytes may be an OTLP export, and of what. Both messages nest alike down to a span, which
 * begins with its trace id, or a log record, which has numbers before any bytes; null for neither.
 */
export function signalOf(bytes: Uint8Array): Signal | null {
  if (bytes[0] !== holdsBytes(1)) return null;
  const group = fieldOf(bytes, 1);
  const scope = group && fieldOf(group, 2);
  const item = scope && fieldOf(scope, 2);
  const first = item?.[0];
  if (item === undefined || item === null || first === undefined) return null;
  const [field, wire] = [first >> 3, first & 7];
  if (field === 1 && wire === 2) return lengthAt(item, 1)?.value === 16 ? 'traces' : null;
  return (field === 1 && wire === 1) || field === 2 || field === 11 || field === 5 ? 'logs' : null;
}

/**
 * Whether bytes that are an OTLP export are one in JSON. JSON has no control characters but these
 * (RFC 8259), and in protobuf every export that says something begins a field with another one.
 */
export const isJson = (bytes: Buffer): boolean =>
  /^(\xef\xbb\xbf)?[\t\n\r ]*[[{][\t\n\r\x20-\xff]*$/.test(bytes.toString('latin1'));
