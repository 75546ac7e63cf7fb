import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { fail, reasonOf } from '../../graph/errors.ts';
import { bytesOf, tooLarge, type Bounds } from './body.ts';

const unpack = promisify(gunzip);

/**
 * A body, unpacked where it is gzip. Throws INPUT_TOO_LARGE, MEDIA_TYPE for another encoding, or
 * RECORD_UNREADABLE for what is no gzip.
 */
export async function packedBody(request: IncomingMessage, bounds: Bounds): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  // RFC 9110, 8.4.1: whatever the case, and by its older name.
  const packed = /^(x-)?gzip$/i.test(encoding);
  if (!packed && !/^(identity)?$/i.test(encoding))
    fail('MEDIA_TYPE', `content-encoding "${encoding}": expected gzip or none`);
  const body = await bytesOf(request, bounds);
  if (!packed) return body;
  const unpacked = await unpack(body, { maxOutputLength: bounds.most }).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      return tooLarge(bounds.most);
    return fail('RECORD_UNREADABLE', `body: no gzip: ${reasonOf(cause)}`, { cause });
  });
  bounds.take?.(unpacked.length);
  return unpacked;
}
