import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { WorkerReport } from '../ingest/stream/worker.ts';
import type { Neo4jAccess } from '../test/servers/neo4j-process.ts';
import { peakFile } from './peak-memory.ts';

const run = promisify(execFile);
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * `cutset worker` on a topic until all that lies there is kept on a server, as a process of its own;
 * it only writes. Resolves to its report and the most memory that it had, in bytes.
 */
export async function workerApart(
  topic: string,
  { brokers }: { brokers: string },
  { url, user, password }: Pick<Neo4jAccess, 'url' | 'user' | 'password'>,
  folder: string,
): Promise<{ report: WorkerReport; peak: number }> {
  const told = join(folder, 'peak');
  const cutset = ['--import', path('peak-memory.ts'), path('../cutset.ts')];
  const flags = ['--once', '--no-settle', '--json', '--brokers', brokers, '--estate', url];
  const { stdout } = await run(process.execPath, [...cutset, 'worker', topic, ...flags], {
    cwd: folder,
    env: {
      ...process.env,
      CUTSET_NEO4J_USER: user,
      CUTSET_NEO4J_PASSWORD: password,
      [peakFile]: told,
    },
  });
  const peak = Number(await readFile(told, 'utf8')) * 1_024;
  return { report: JSON.parse(stdout) as WorkerReport, peak };
}
