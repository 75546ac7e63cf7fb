import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { ExportSink } from '../../ingest/otlp/export.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Served } from '../context.ts';
import type { RunCommand } from './command-stream.ts';
import type { KnowsCollector } from './collector-tokens.ts';
import type { Readiness } from './health.ts';
import type { InFlight } from './in-flight.ts';
import type { SignIn } from './sign-in.ts';

/** What a server serves, and with what. */
export interface Site {
  estate: Served;
  signIn: SignIn;
  /** Values of the host header that are answered. */
  hosts: ReadonlySet<string>;
  /** Name of the session's cookie. */
  cookie: string;
  /** Folder of the built explorer. */
  explorer: string;
  log: Logger;
  /** Who asked for what. */
  audit: Logger;
  runCommand: RunCommand;
  leaveDemo: () => Promise<void>;
  /** Where exports of OpenTelemetry go. */
  exports: ExportSink;
  inFlight: InFlight;
  knowsCollector: KnowsCollector;
  readiness: () => Promise<Readiness>;
  metrics: Metrics;
  /** Answers that stay open: clients that follow changes. */
  streams: Set<ServerResponse>;
}
