import { readFileSync } from 'node:fs';
import protobuf, { type Type } from 'protobufjs';

/** Files in the order of their imports. */
const files = [
  'common/v1/common',
  'resource/v1/resource',
  'trace/v1/trace',
  'logs/v1/logs',
  'collector/trace/v1/trace_service',
  'collector/logs/v1/logs_service',
];

/** What OTLP exports that Cutset reads, and what its messages call the parts. */
export const signals = {
  traces: {
    service: 'trace.v1.ExportTraceService',
    groups: 'resourceSpans',
    rejected: 'rejectedSpans',
  },
  logs: {
    service: 'logs.v1.ExportLogsService',
    groups: 'resourceLogs',
    rejected: 'rejectedLogRecords',
  },
} as const;
export type Signal = keyof typeof signals;

let loaded: protobuf.Root | undefined;

/** Read when the first message comes: most processes never see one. */
function definitions(): protobuf.Root {
  if (loaded) return loaded;
  const root = new protobuf.Root();
  for (const file of files) {
    const url = new URL(`./proto/opentelemetry/proto/${file}.proto`, import.meta.url);
    protobuf.parse(readFileSync(url, 'utf8'), root);
  }
  root.resolveAll();
  loaded = root;
  return root;
}

/** The message of a signal's export call. */
export const messageOf = (signal: Signal, part: 'Request' | 'Response'): Type =>
  definitions().lookupType(`opentelemetry.proto.collector.${signals[signal].service}${part}`);
