import { fail, Failure } from '../graph/errors.ts';
import type { Stream } from './stream.ts';
import type { Refusal } from './stream/read-record.ts';
import {
  firstSentHeader,
  positionOf,
  sizeOf,
  type Outgoing,
  type StreamRecord,
} from './stream/record.ts';

/** A refused record with where it lay and why it was refused. */
export interface DeadLetter {
  /** `topic/partition/offset` of the record: refused twice, it is one letter. */
  id: string;
  topic: string;
  partition: number;
  offset: string;
  /** When the record was sent, milliseconds since 1970. */
  at: number;
  source: string | null;
  code: string;
  reason: string;
  /** False where its bytes could not be had or sent: the original is at its position. */
  whole: boolean;
  /** Length of its value. */
  bytes: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Readonly<Record<string, Buffer[]>>;
}

const prefix = 'cutset-refused-';
const longest = 2_000;

const ours = (fields: Record<string, string | Buffer | null>): Outgoing['headers'] =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === null ? [] : [[prefix + name, [Buffer.from(value)]]],
    ),
  );

const theirs = (headers: StreamRecord['headers']): Outgoing['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(prefix)));

function reasonText(refused: readonly Refusal[]): string {
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  const more = reasons.length > 20 ? `; and ${reasons.length - 20} more` : '';
  return `${reasons.slice(0, 20).join('; ').slice(0, longest)}${more}`;
}

/** What goes to the topic of dead letters for a refused record; `whole` with its bytes. */
function letterOf(record: StreamRecord, refused: readonly Refusal[], whole: boolean): Outgoing {
  const [first] = refused;
  return {
    key: Buffer.from(positionOf(record)),
    value: whole ? (record.value ?? Buffer.alloc(0)) : Buffer.alloc(0),
    headers: {
      ...(whole ? theirs(record.headers) : {}),
      [firstSentHeader]: [Buffer.from(String(record.at))],
      ...ours({
        topic: record.topic,
        partition: String(record.partition),
        offset: record.offset,
        source: first?.source ?? null,
        code: first?.code ?? 'UNEXPECTED',
        reason: reasonText(refused),
        key: whole ? record.key : null,
        value: whole ? (record.value === null ? 'null' : null) : 'left out',
      }),
    },
  };
}

/** Sends a refused record to the topic of dead letters, with its bytes if the broker takes them. */
export async function sendLetter(
  stream: Pick<Stream, 'send'>,
  topic: string,
  record: StreamRecord,
  refused: readonly Refusal[],
): Promise<void> {
  const whole = record.unreadable === undefined;
  try {
    await stream.send(topic, [letterOf(record, refused, whole)]);
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'INPUT_TOO_LARGE')) throw error;
    await stream.send(topic, [letterOf(record, refused, false)]);
  }
}

/** The letter that a record of the topic holds; null for a record that no worker sent. */
function readLetter({ key, value, headers }: StreamRecord): DeadLetter | null {
  const field = (name: string) => headers[prefix + name]?.[0] ?? null;
  const text = (name: string) => field(name)?.toString() ?? '';
  if (key === null || value === null || field('topic') === null) return null;
  return {
    id: key.toString(),
    topic: text('topic'),
    partition: Number(text('partition')),
    offset: text('offset'),
    at: Number(headers[firstSentHeader]?.[0]?.toString()),
    source: field('source')?.toString() ?? null,
    code: text('code'),
    reason: text('reason'),
    whole: text('value') !== 'left out',
    bytes: value.length,
    key: field('key'),
    value: field('value') === null ? value : null,
    headers: theirs(headers),
  };
}

const byPosition = (a: DeadLetter, b: DeadLetter) =>
  a.topic !== b.topic
    ? a.topic < b.topic
      ? -1
      : 1
    : a.partition - b.partition || Number(BigInt(a.offset) - BigInt(b.offset));

/**
 * Letters that were not replayed, by position: what `take` gives for each, or none where it gives
 * null. The topic may hold more bytes than memory.
 */
export async function deadLetters(
  stream: Pick<Stream, 'readThrough' | 'topics'>,
  topic: string,
  take: (letter: DeadLetter) => DeadLetter | null = (letter) => letter,
): Promise<DeadLetter[]> {
  if (!(await stream.topics()).includes(topic)) return [];
  const letters = new Map<string, DeadLetter>();
  await stream.readThrough(topic, (record) => {
    const id = record.key?.toString() ?? '';
    const letter = readLetter(record);
    const taken = letter && take(letter);
    if (taken) letters.set(id, taken);
    else if (record.value === null) letters.delete(id);
  });
  return [...letters.values()].sort(byPosition);
}

/** Letters that go at once. */
const turn = { letters: 500, bytes: 4 << 20 };

function* turnsOf(letters: readonly DeadLetter[]): Generator<DeadLetter[]> {
  let [some, size] = [[] as DeadLetter[], 0];
  for (const letter of letters) {
    some.push(letter);
    size += sizeOf(letter);
    if (some.length < turn.letters && size < turn.bytes) continue;
    yield some;
    [some, size] = [[], 0];
  }
  if (some.length > 0) yield some;
}

/** The record of a letter, as it was. */
const recordIn = ({ partition, key, value, headers, at }: DeadLetter): Outgoing => ({
  partition,
  key,
  value,
  headers: { ...headers, [firstSentHeader]: [Buffer.from(String(at))] },
});

/**
 * Sends letters' records to the partitions that they came from, and takes the letters off the list.
 * Interrupted in between, a record is sent again: that adds nothing to the graph.
 */
export async function replay(
  stream: Pick<Stream, 'send'>,
  topic: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  for (const { id, whole } of letters)
    if (!whole) fail('USAGE', `${id}: its bytes are not in ${topic}: they lie at ${id} alone`);
  for (const some of turnsOf(letters)) {
    for (const [home, theirs] of Map.groupBy(some, (letter) => letter.topic))
      await stream.send(home, theirs.map(recordIn));
    const taken = some.map(({ id }) => ({ key: Buffer.from(id), value: null, headers: {} }));
    await stream.send(topic, taken);
  }
}
