import type { IncomingMessage } from 'node:http';
import { fail, reasonOf } from '../../graph/errors.ts';
import { bytes as sizeOf } from '../../ingest/limits.ts';

export interface Bounds {
  /** Bytes of the body, as sent and as unpacked. */
  most: number;
  /** Told of bytes before they are kept; throws where they do not fit. */
  take?: (count: number) => void;
}

export const tooLarge = (most: number) =>
  fail('INPUT_TOO_LARGE', `body: more than ${sizeOf(most)}`);

/**
 * The bytes of a body as sent. Throws INPUT_TOO_LARGE; the connection stays open for the answer.
 */
export async function bytesOf(request: IncomingMessage, { most, take }: Bounds): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) tooLarge(most);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) tooLarge(most);
    take?.(part.length);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The JSON body of a request. Throws INPUT_TOO_LARGE, or USAGE for what is not JSON. */
export async function jsonBody(request: IncomingMessage, most: number): Promise<unknown> {
  const body = await bytesOf(request, { most });
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (error) {
    return fail('USAGE', `body: not JSON: ${reasonOf(error)}`, { cause: error });
  }
}
