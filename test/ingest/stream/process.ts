import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../cutset.ts', import.meta.url));

/** A command of Cutset as a process of its own. */
export function startCutset(environment: Record<string, string>, ...argv: string[]) {
  const child = spawn(process.execPath, [main, ...argv], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
    tell();
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
    tell();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    /** Exit code; null when it was killed. */
    ended,
    kill: (signal: NodeJS.Signals) => {
      child.kill(signal);
      return ended;
    },
    /** Resolves when it has written the text; throws when it ends before. */
    says: (text: string) =>
      Promise.race([
        new Promise<void>((resolve) => {
          const look = () => {
            if (!(out + err).includes(text)) return;
            listeners.delete(look);
            resolve();
          };
          listeners.add(look);
          look();
        }),
        ended.then((code) => {
          if (!(out + err).includes(text)) throw new Error(`it ended with ${code}: ${err}`);
        }),
      ]),
    get out() {
      return out;
    },
    get err() {
      return err;
    },
  };
}

/** Asks a worker that was given a port what it tells there. */
export async function askingAt(worker: Pick<ReturnType<typeof startCutset>, 'says' | 'err'>) {
  await worker.says('health and metrics are at http://127.0.0.1:');
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(worker.err)?.[0] ?? '';
  return async (path: string, headers = {}) => {
    const answer = await fetch(address + path, { headers });
    return { status: answer.status, text: await answer.text() };
  };
}
