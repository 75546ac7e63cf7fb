import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { fail, reasonOf } from '../../graph/errors.ts';
import { bytes as sizeOf } from '../../ingest/limits.ts';

const unpack = promisify(gunzip);

interface Bounds {
  /** Bytes of the body, as sent and as unpacked. */
  most: number;
  /** Told of bytes before they are kept; throws where they do not fit. */
  take: (count: number) => void;
}

const tooLarge = (most: number) => fail('INPUT_TOO_LARGE', `body: more than ${sizeOf(most)}`);

/** The bytes of a body as sent; the connection stays open for the answer when they do not fit. */
async function sent(request: IncomingMessage, { most, take }: Bounds): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) tooLarge(most);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) tooLarge(most);
    take(part.length);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * A body, unpacked where it is gzip. Throws INPUT_TOO_LARGE, MEDIA_TYPE for another encoding, or
 * RECORD_UNREADABLE for what is no gzip.
 */
export async function packedBody(request: IncomingMessage, bounds: Bounds): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity')
    fail('MEDIA_TYPE', `content-encoding "${encoding}": expected gzip or none`);
  const body = await sent(request, bounds);
  if (encoding === 'identity') return body;
  const unpacked = await unpack(body, { maxOutputLength: bounds.most }).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      return tooLarge(bounds.most);
    return fail('RECORD_UNREADABLE', `body: no gzip: ${reasonOf(cause)}`, { cause });
  });
  bounds.take(unpacked.length);
  return unpacked;
}
