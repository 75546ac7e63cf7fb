import { fail } from '../../graph/errors.ts';
import { unquoted } from '../documents.ts';
import { bytes as sizeOf } from '../limits.ts';
import { signals, type Signal } from './messages.ts';
import { limits } from './protobuf.ts';

/** Objects and lists within each other; the mapping of attributes goes down as deep. */
const depth = 100;

const code = (character: string) => character.charCodeAt(0);
const [quote, escape] = [code('"'), code('\\')];
const opening = new Set([code('{'), code('[')]);
const closing = new Set([code('}'), code(']')]);

/** Refuses text that is small in bytes and large or deep as objects. */
function checkShape(text: Uint8Array) {
  let [within, many, inText] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] ?? 0;
    if (byte === quote) inText = !inText;
    else if (inText) i += byte === escape ? 1 : 0;
    else if (opening.has(byte)) {
      many += 1;
      within += 1;
      if (within > depth) fail('RECORD_UNREADABLE', `OTLP: nested deeper than ${depth}`);
      if (many > limits.fields)
        fail('INPUT_TOO_LARGE', `OTLP: more than ${limits.fields} objects in a message`);
    } else if (closing.has(byte)) within -= 1;
  }
}

/**
 * The OTLP/JSON object of a text. Throws RECORD_UNREADABLE for what is no export of the signal,
 * INPUT_TOO_LARGE beyond a bound.
 */
export function parseExport(signal: Signal, text: Uint8Array): Record<string, unknown> {
  if (text.length > limits.bytes)
    fail('INPUT_TOO_LARGE', `OTLP: a message of more than ${sizeOf(limits.bytes)}`);
  checkShape(text);
  const { groups } = signals[signal];
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch (cause) {
    fail('RECORD_UNREADABLE', `OTLP: not JSON: ${unquoted(cause)}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    fail('RECORD_UNREADABLE', 'OTLP: not an object');
  const found = (value as Record<string, unknown>)[groups] ?? [];
  if (!Array.isArray(found)) fail('RECORD_UNREADABLE', `OTLP: ${groups} is not a list`);
  return { [groups]: found };
}
