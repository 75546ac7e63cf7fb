import { fail, reasonOf } from '../graph/errors.ts';
import { bytes, limits } from './limits.ts';

/** A document of a file, or why that part of the file is refused. `record` counts from 1. */
export type Part = { record: number; document: unknown } | { record: number; reason: string };

const marks: [prefix: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** Text of bytes by their byte order mark, else UTF-8. Throws RECORD_UNREADABLE. */
export function decode(data: Uint8Array): string {
  const encoding = marks.find(([prefix]) => prefix.every((byte, i) => data[i] === byte))?.[1];
  if (encoding === undefined && data.includes(0))
    fail('RECORD_UNREADABLE', 'not text: it holds null bytes');
  try {
    return new TextDecoder(encoding ?? 'utf-8', { fatal: true }).decode(data);
  } catch (cause) {
    return fail('RECORD_UNREADABLE', `not ${encoding ?? 'utf-8'} text`, { cause });
  }
}

/**
 * Why a text is not JSON. The engine quotes the text around a fault, which may hold a secret or
 * steer a terminal.
 */
export const unquoted = (thrown: unknown) =>
  reasonOf(thrown).replace(/^(Unexpected token).*$/s, '$1');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    return fail('RECORD_UNREADABLE', `not JSON: ${unquoted(cause)}`);
  }
}

const newline = 0x0a;
const blank = (line: string) => line.trim() === '';

/** Whether one of the first lines is a document of its own. */
function parsesAlone(data: Uint8Array, lines = 1): boolean {
  const end = data.indexOf(newline);
  if (end < 0) return false;
  try {
    const value: unknown = JSON.parse(decode(data.subarray(0, end)));
    if (value !== null && typeof value === 'object') return true;
  } catch {
    // A line that is none may be followed by one that is.
  }
  return lines > 1 && parsesAlone(data.subarray(end + 1), lines - 1);
}

/** Lines of a stream that has begun with `head`; null stands for one over the limit. */
async function* linesOf(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer | null> {
  let pending: Buffer[] = [];
  let size = 0;
  let chunk: Buffer | null = head;
  while (chunk) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      const last = chunk.subarray(from, end);
      if (size > limits.line) yield null;
      else yield size === 0 ? last : Buffer.concat([...pending, last]);
      [pending, size, from] = [[], 0, end + 1];
    }
    size += chunk.length - from;
    // What is too long is not kept: only its end is looked for.
    if (size > limits.line) pending = [];
    else pending.push(chunk.subarray(from));
    const next: IteratorResult<Buffer> = await rest.next();
    chunk = next.done === true ? null : next.value;
  }
  if (size > 0) yield size > limits.line ? null : Buffer.concat(pending);
}

async function* byLine(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Part> {
  let record = 0;
  for await (const line of linesOf(head, rest)) {
    record += 1;
    try {
      if (line === null) fail('INPUT_TOO_LARGE', `a line is longer than ${bytes(limits.line)}`);
      const text = decode(line);
      if (blank(text)) record -= 1;
      else yield { record, document: parseJson(text) };
    } catch (error) {
      yield { record, reason: reasonOf(error) };
    }
  }
}

async function gather(rest: AsyncIterator<Buffer>, chunks: Buffer[], most: number) {
  let size = chunks.reduce((sum, { length }) => sum + length, 0);
  while (size <= most) {
    const next = await rest.next();
    if (next.done === true) return { data: Buffer.concat(chunks), ended: true };
    chunks.push(next.value);
    size += next.value.length;
  }
  return { data: Buffer.concat(chunks), ended: false };
}

async function* none(): AsyncGenerator<Buffer> {}

/**
 * The documents of a JSON or newline-delimited JSON stream. Lines are streamed; a document that
 * must be parsed as a whole is bounded. Throws a Failure where the whole file is refused.
 */
export async function* documentsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const rest = stream[Symbol.asyncIterator]();
  const head = await gather(rest, [], limits.head);
  if (!head.ended && parsesAlone(head.data)) {
    yield* byLine(head.data, rest);
    return;
  }
  const whole = head.ended ? head : await gather(rest, [head.data], limits.document);
  if (!whole.ended)
    fail('INPUT_TOO_LARGE', `one JSON document of more than ${bytes(limits.document)}`);
  const text = decode(whole.data);
  if (blank(text)) fail('RECORD_UNREADABLE', 'the file is empty');
  try {
    yield { record: 1, document: parseJson(text) };
  } catch (error) {
    if (!parsesAlone(whole.data, 2)) throw error;
    yield* byLine(whole.data, none());
  }
}
