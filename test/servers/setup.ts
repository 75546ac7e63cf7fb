import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives test files one folder in which the first that needs a server notes it for the others, and
 * ends whatever was noted when all are done.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'cutset-servers-'));
  process.env['CUTSET_TEST_SERVERS'] = folder;
  return () => {
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.pid')))
      try {
        process.kill(Number(readFileSync(join(folder, file), 'utf8')), 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
