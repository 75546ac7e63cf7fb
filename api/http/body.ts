import type { IncomingMessage } from 'node:http';
import { fail, reasonOf } from '../../graph/errors.ts';

/** The JSON body of a request. Throws INPUT_TOO_LARGE, or USAGE for what is not JSON. */
export async function jsonBody(request: IncomingMessage, most: number): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) fail('INPUT_TOO_LARGE', `body: more than ${most} bytes`);
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch (error) {
    return fail('USAGE', `body: not JSON: ${reasonOf(error)}`, { cause: error });
  }
}
