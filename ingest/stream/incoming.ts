import type { KafkaMessage } from '../stream.ts';
import type { StreamRecord } from './record.ts';
import { standInHeader } from './stand-in.ts';

type Header = NonNullable<KafkaMessage['headers']>[string];

const buffers = (value: Header): Buffer[] =>
  (Array.isArray(value) ? value : [value ?? '']).map((one) => Buffer.from(one));

/** A record, from what the client gives for it. */
export const recordOf = (
  topic: string,
  partition: number,
  { headers = {}, offset, timestamp, key, value }: KafkaMessage,
): StreamRecord => ({
  ...(headers[standInHeader] !== undefined && {
    unreadable: buffers(headers[standInHeader]).join(''),
  }),
  topic,
  partition,
  offset,
  at: Number(timestamp),
  key,
  value,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [name, buffers(values)]),
  ),
});
