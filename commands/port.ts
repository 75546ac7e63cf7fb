import { fail } from '../graph/errors.ts';

/** The port that `--port` names, else the one given. Throws USAGE for what is no port. */
export function portOf<T>(text: string | undefined, fallback: T): number | T {
  if (text === undefined) return fallback;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    fail('USAGE', `--port ${text}: expected a number from 0 to 65535, 0 for any that is free`);
  return port;
}
