import { enableCompileCache } from 'node:module';
import { readConfig } from './config.ts';
import { parseCommandLine, type Io } from './commands/command.ts';
import { commandHelp, overviewHelp } from './commands/help.ts';
import { allCommands, loadCommand } from './commands/registry.ts';
import { runLocally, type Run } from './commands/run.ts';
import { Failure, reasonOf } from './graph/errors.ts';
import { placeOf } from './graph/store/settings.ts';
import packageJson from './package.json' with { type: 'json' };
import { marked } from './report/hostile.ts';

enableCompileCache();

const terminal = process.stderr.isTTY;

/** Names of records may hold sequences that steer a terminal; what is piped stays as it is. */
function write(stream: NodeJS.WriteStream, text: string): void {
  stream.write(stream.isTTY ? marked(text.replaceAll('\r\n', '\n')) : text);
}

/** Writes to this terminal. Progress replaces itself, and gives way to other output. */
function terminalIo(signal: AbortSignal): Io {
  let shown = false;
  const clear = () => {
    if (shown) process.stderr.write('\r\x1b[K');
    shown = false;
  };
  return {
    signal,
    cwd: process.cwd(),
    out: (text) => {
      clear();
      write(process.stdout, text);
    },
    err: (text) => {
      clear();
      write(process.stderr, text);
    },
    progress: (text) => {
      if (!terminal) return;
      const width = process.stderr.columns;
      process.stderr.write(`\r\x1b[K${marked(text).slice(0, Math.max(20, width - 1))}`);
      shown = true;
    },
  };
}

/** Aborts on the first Ctrl-C, so that work in hand ends whole; a second one ends at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Failure('USAGE', 'stopped'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

async function overview(): Promise<string> {
  return overviewHelp(await allCommands(), packageJson.version);
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  const io = terminalIo(interruption());
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.out(await overview());
    return 0;
  }
  if (name === '--version' || name === 'version') {
    io.out(`${packageJson.version}\n`);
    return 0;
  }
  const command = await loadCommand(name);
  if (!command) {
    io.err(`cutset: no command "${name}"\n\n${await overview()}`);
    return 2;
  }
  const { values } = parseCommandLine(command.options, rest);
  if (values['help'] === true) {
    io.out(commandHelp(command));
    return 0;
  }
  const config = readConfig();
  const place = placeOf((values['estate'] as string | undefined) ?? config.CUTSET_ESTATE, config);
  const run: Run = { command, argv: rest, place, io };
  if (!command.local) {
    const { forward } = await import('./api/command-client.ts');
    const code = await forward(place.folder, name, rest, io);
    if (code !== null) return code;
  }
  return runLocally(run);
}

// A reader that has enough, as `head`, ends the command without a word.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof Failure;
  write(
    process.stderr,
    `cutset: ${known ? error.message : ((error as Error).stack ?? reasonOf(error))}\n`,
  );
  process.exitCode = 2;
}

// A connection on which nobody answers must not keep a process that is done; output in hand may.
setInterval(() => {
  if (process.stdout.writableLength === 0) process.exit();
}, 2_000).unref();
