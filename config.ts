import { existsSync } from 'node:fs';
import { z } from 'zod';
import { fail } from './graph/errors.ts';
import { storeSettings } from './graph/store/settings.ts';
import { streamSettings } from './ingest/stream/settings.ts';

if (existsSync('.env')) process.loadEnvFile('.env');

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.stringbool().default(false);

/** Every setting, from the environment or `.env`. Commands' options overrule them. */
const schema = z.object({
  ...storeSettings,
  CUTSET_HOST: z.string().default('127.0.0.1').describe('address that the server binds to'),
  CUTSET_PORT: port.default(7311).describe('port'),
  CUTSET_WORKER_PORT: port.optional().describe('loopback port of the health of a worker'),
  CUTSET_REPORT_CRON: z.string().optional().describe('when reports are written, a cron expression'),
  CUTSET_REPORT_FOLDER: z.string().default('./reports').describe('where reports are written'),
  CUTSET_RETENTION_DAYS: z.coerce
    .number()
    .positive()
    .default(90)
    .describe('days that signals, conversations and sessions are kept, by event time'),
  CUTSET_PUBLISHED_AS: z
    .url({ protocol: /^http$/ })
    .optional()
    .describe('in a container: the loopback address outside that its port is published on'),
  CUTSET_COLLECTOR_TOKENS: z
    .string()
    .optional()
    .describe('file with the SHA-256 of each token by which collectors export, one a line'),
  CUTSET_KAFKA_TRACES_TOPIC: z
    .string()
    .min(1)
    .default('otlp_spans')
    .describe('where the server sends exported traces, once Kafka is configured'),
  CUTSET_KAFKA_LOGS_TOPIC: z
    .string()
    .min(1)
    .default('otlp_logs')
    .describe('where the server sends exported logs, once Kafka is configured'),
  CUTSET_NO_DEMO: flag.describe('leave an empty estate empty'),
  ...streamSettings,
  CUTSET_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = z.infer<typeof schema>;

/** Reads the settings. Throws an error that names each variable that is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const { data, error } = schema.safeParse(environment);
  if (data) return data;
  fail(
    'USAGE',

    error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
}

/** Settings by name with what they mean, for help and for the log at start. */
export const settings = Object.entries(schema.shape).map(([name, { description }]) => ({
  name,
  doc: description ?? '',
}));
