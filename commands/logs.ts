import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { Config } from '../config.ts';

const redact = ['token', '*.token', 'authorization', '*.authorization', '*.cookie'];

/** What goes wrong, on standard error. */
export const logOf = (level: Config['CUTSET_LOG_LEVEL']): Logger =>
  pino({ level, redact, base: null }, pino.destination({ dest: 2, sync: true }));

/** Who asked for what, in the estate's folder. */
export function auditIn(folder: string): Logger {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const to = pino.destination({ dest: join(folder, 'audit.log'), mode: 0o600, sync: true });
  return pino({ redact, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to);
}
