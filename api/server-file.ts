import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const form = z.object({
  /** For example `http://127.0.0.1:7311`. */
  address: z.url({ protocol: /^http$/ }),
  token: z.string().min(1),
  pid: z.int().positive(),
});

/** How other commands find the server that holds an estate. */
export type ServerFile = z.infer<typeof form>;

const pathIn = (folder: string) => join(folder, 'server.json');

/** Says in the estate's folder which server holds it; readable by its owner only. */
export function writeServerFile(folder: string, file: ServerFile): void {
  const part = `${pathIn(folder)}.${process.pid}.part`;
  rmSync(part, { force: true });
  writeFileSync(part, JSON.stringify(file), { mode: 0o600, flag: 'wx' });
  renameSync(part, pathIn(folder));
}

/** True where a process runs, as far as one may ask. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The server that holds an estate; null where there is none, or only what a dead one left. */
export function readServerFile(folder: string): ServerFile | null {
  try {
    const { data } = form.safeParse(JSON.parse(readFileSync(pathIn(folder), 'utf8')));
    return data && runs(data.pid) ? data : null;
  } catch {
    return null;
  }
}

/** Removes what this process wrote; what another wrote stays. */
export function removeServerFile(folder: string): void {
  if (readServerFile(folder)?.pid === process.pid) rmSync(pathIn(folder), { force: true });
}
