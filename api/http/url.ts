import type { IncomingMessage } from 'node:http';
import { fail } from '../../graph/errors.ts';

/** The address that a request asks for, on whatever host. Throws USAGE for what is none. */
export const urlOf = ({ url = '/' }: IncomingMessage): URL =>
  URL.parse(url, 'http://localhost') ?? fail('USAGE', `"${url}" is no address`);
