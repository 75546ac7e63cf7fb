import type { Logger } from 'pino';
import type { Health } from '../api/http/health.ts';
import type { Config } from '../config.ts';
import type { Estate } from '../graph/estate.ts';
import { Settling } from '../graph/settling.ts';
import type { ExportSink } from '../ingest/otlp/export.ts';
import { storeSink } from '../ingest/otlp/store-sink.ts';
import { streamSink } from '../ingest/otlp/stream-sink.ts';
import type { Stream } from '../ingest/stream.ts';
import { streamAccess } from '../ingest/stream/settings.ts';
import type { Io } from './command.ts';

interface Parts {
  estate: Estate;
  io: Io;
  log: Logger;
  config: Config;
  /** Done when the estate is filled and its rules have run. */
  ready: Promise<void>;
}

/** What a server needs to take exports, and to tell how it fares. */
export interface Exports extends Health, AsyncDisposable {
  exports: ExportSink;
  /** Has the estate settled soon. */
  ask: () => void;
}

/** Sends exports to Kafka, which is reached when the first one comes. */
function intoKafka(config: Config): { sink: ExportSink; close: () => Promise<void> } {
  const access = streamAccess(config);
  let stream: Promise<Stream> | undefined;
  const reach = async () => {
    const { Stream } = await import('../ingest/stream.ts');
    return Stream.open(access);
  };
  const open = () =>
    (stream ??= reach().catch((error: unknown) => {
      stream = undefined;
      throw error;
    }));
  return {
    sink: streamSink(open, {
      traces: config.CUTSET_KAFKA_TRACES_TOPIC,
      logs: config.CUTSET_KAFKA_LOGS_TOPIC,
    }),
    close: async () => (await stream?.catch(() => undefined))?.close(),
  };
}

/**
 * Takes exports of OpenTelemetry to Kafka where it is configured, for a worker to read; else into
 * the estate, which is settled after them.
 */
export function takeExports({ estate, io, log, config, ready }: Parts): Exports {
  const settling = new Settling(estate, (error) => {
    log.error({ err: error }, 'derived facts could not be brought up to date');
  });
  // What the start could not do is done later, as any settling that failed.
  ready.catch(() => {
    settling.ask();
  });
  const kafka = config.CUTSET_KAFKA_BROKERS === undefined ? null : intoKafka(config);
  const store = storeSink({
    estate,
    isReady: () => estate.settledAt > 0,
    onWritten: () => {
      settling.ask();
    },
    onLeftDemo: () => {
      io.err('this estate was the demo; it starts empty now\n');
    },
  });
  return {
    exports: kafka?.sink ?? store,
    ask: () => {
      settling.ask();
    },
    ping: async () => {
      await estate.store.read('RETURN 1 AS one', {}, { timeout: 2_000 });
    },
    trouble: () => settling.failure,
    [Symbol.asyncDispose]: async () => {
      await settling.close();
      await kafka?.close();
    },
  };
}
