import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fail, reasonOf } from '../../graph/errors.ts';

/** Tells whether a bearer token is one of a collector's: it may export, and read metrics. */
export type KnowsCollector = (bearer: string) => boolean;

/**
 * Reads a file of tokens that outlive the server: the SHA-256 of one a line, in hexadecimal as
 * `sha256sum` writes it; what follows it on the line is ignored, as are lines that begin with `#`.
 * Throws USAGE that names the line.
 */
export function readCollectorTokens(path: string): KnowsCollector {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    fail('USAGE', `CUTSET_COLLECTOR_TOKENS: ${reasonOf(cause)}`, { cause });
  }
  const digests = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [hex] = /^[0-9a-f]{64}(?=\s|$)/i.exec(line) ?? [];
    return hex === undefined
      ? fail('USAGE', `${path} line ${index + 1}: expected the SHA-256 of a token`)
      : [Buffer.from(hex, 'hex')];
  });
  return (bearer) => {
    const digest = createHash('sha256').update(bearer).digest();
    return digests.filter((known) => timingSafeEqual(known, digest)).length > 0;
  };
}
