import type { Logger } from 'pino';
import type { Health } from '../api/http/health.ts';
import type { Estate } from '../graph/estate.ts';
import { Settling } from '../graph/settling.ts';
import type { ExportSink } from '../ingest/otlp/export.ts';
import { storeSink } from '../ingest/otlp/store-sink.ts';
import type { Io } from './command.ts';

/** What a server needs to take exports, and to tell how it fares. */
export interface Exports extends Health, AsyncDisposable {
  exports: ExportSink;
}

/** Takes exports of OpenTelemetry into an estate, and settles it after them. */
export function exportsInto(estate: Estate, io: Io, log: Logger, ready: Promise<void>): Exports {
  let failed: string | null = null;
  ready.catch(() => {
    failed = 'the estate could not be brought up to date';
  });
  const settling = new Settling(estate, (error) => {
    log.error({ err: error }, 'derived facts could not be brought up to date');
  });
  return {
    exports: storeSink({
      estate,
      isReady: () => estate.settledAt > 0,
      onWritten: () => {
        settling.ask();
      },
      onLeftDemo: () => {
        io.err('this estate was the demo; it starts empty now\n');
      },
    }),
    ping: async () => {
      await estate.store.read('RETURN 1 AS one', {}, { timeout: 2_000 });
    },
    trouble: () => settling.failure ?? failed,
    [Symbol.asyncDispose]: () => settling.close(),
  };
}
