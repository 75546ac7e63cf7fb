import { spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server in a JVM of its own, whose data lie in a folder. */
export interface JvmProcess {
  readonly pid: number;
  /** Ends the process without a warning; its data stay. */
  kill(): Promise<void>;
  /** Has it end in its own way; its data stay. */
  stop(): Promise<void>;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  /** Has it hang: it holds its port and its connections, and does nothing. */
  pause(): void;
  /** Has it go on after a pause. */
  resume(): void;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

interface Launch {
  /** What it is called where it does not start. */
  name: string;
  home: string;
  port: number;
  /** Arguments of `java`. */
  args: readonly string[];
  /** A first request, and whether an answer to it says that the server is ready. */
  probe: Buffer;
  isReady: (answer: Buffer) => boolean;
}

/** Longest time until it answers, in ms. */
const patience = 90_000;

function answers({ port, probe, isReady }: Launch): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(probe));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (data) => {
      resolve(isReady(data));
      socket.destroy();
    });
    socket.once('error', () => socket.destroy());
    socket.once('close', () => {
      resolve(false);
    });
  });
}

async function start(launch: Launch) {
  const log = join(launch.home, 'out.log');
  const out = openSync(log, 'a');
  const child = spawn('java', launch.args, { stdio: ['ignore', out, out], detached: true });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.unref();
  for (const until = Date.now() + patience; !(await answers(launch)); await sleep(100))
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`${launch.name} did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
  return { child, ended };
}

/** Starts a server and waits until it answers. */
export async function startJvm(launch: Launch): Promise<JvmProcess> {
  let running = await start(launch);
  const end = async (signal: NodeJS.Signals) => {
    running.child.ref();
    running.child.kill(signal);
    await running.ended;
  };
  const kill = () => end('SIGKILL');
  return {
    get pid() {
      return running.child.pid ?? 0;
    },
    kill,
    stop: () => end('SIGTERM'),
    restart: async () => {
      running = await start(launch);
    },
    pause: () => void running.child.kill('SIGSTOP'),
    resume: () => void running.child.kill('SIGCONT'),
    remove: async () => {
      await kill();
      rmSync(launch.home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
