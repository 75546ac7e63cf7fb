import { pino } from 'pino';
import { readConfig } from '../../config.ts';
import { takeExports } from '../../commands/exports.ts';
import { Estate } from '../../graph/estate.ts';
import { serving } from './serving.ts';

const silent = pino({ level: 'silent' });

/** A server that takes exports into an estate of its own in memory, as `cutset serve` does. */
export async function exporting(settings: NodeJS.ProcessEnv = {}) {
  const estate = await Estate.open();
  await estate.settle();
  const said: string[] = [];
  const io = {
    out: () => undefined,
    err: (text: string) => void said.push(text),
    progress: () => undefined,
    signal: new AbortController().signal,
    cwd: '.',
  };
  const taking = takeExports({
    estate,
    io,
    log: silent,
    config: readConfig(settings),
    ready: Promise.resolve(),
  });
  const server = await serving(estate, { ...taking, health: taking });
  /** Resolves once what was exported is derived, its rules ran and whoever listens was told. */
  const settled = async () => {
    while (estate.lags) await new Promise((resolve) => setTimeout(resolve, 10));
    // It has its turn after the settling in hand.
    await estate.reload(0);
  };
  return {
    ...server,
    estate,
    said,
    settled,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await taking[Symbol.asyncDispose]();
      await estate.close();
    },
  };
}
