import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail, reasonOf } from '../../graph/errors.ts';
import { Secret } from '../../graph/secret.ts';

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const file = z.string().min(1).optional();
const whole = z.coerce.number().int().positive();

/** Settings of the Kafka door, as the environment names them. */
export const streamSettings = {
  CUTSET_KAFKA_BROKERS: list.optional().describe('Kafka brokers, host:port,…'),
  CUTSET_KAFKA_TOPICS: list.default([]).describe('topics that the worker reads, topic[=source],…'),
  CUTSET_KAFKA_GROUP: z.string().min(1).default('cutset').describe('consumer group of the workers'),
  CUTSET_KAFKA_DEAD_LETTERS: z
    .string()
    .min(1)
    .default('cutset.dead-letters')
    .describe('topic of refused records'),
  CUTSET_KAFKA_CHANGES: z
    .string()
    .min(1)
    .default('cutset.changes')
    .describe('topic by which those who share an estate on Neo4j keep current'),
  CUTSET_KAFKA_TLS: z.stringbool().default(false).describe('speak TLS to Kafka'),
  CUTSET_KAFKA_TLS_CA: file.describe('file of the authorities to trust, PEM'),
  CUTSET_KAFKA_TLS_CERT: file.describe('file of our certificate, PEM'),
  CUTSET_KAFKA_TLS_KEY: file.describe('file of our key, PEM'),
  CUTSET_KAFKA_SASL: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .optional()
    .describe('how to sign in to Kafka'),
  CUTSET_KAFKA_USERNAME: z.string().min(1).optional().describe('user of Kafka'),
  CUTSET_KAFKA_PASSWORD: z
    .string()
    .min(1)
    .transform((text) => new Secret(text))
    .optional()
    .describe('password of Kafka; better in a file'),
  CUTSET_KAFKA_PASSWORD_FILE: file.describe('file that holds the password of Kafka'),
  CUTSET_KAFKA_SESSION_MS: whole
    .default(30_000)
    .describe('milliseconds after which a silent worker loses its partitions'),
  CUTSET_KAFKA_BATCH_BYTES: whole.default(4 << 20).describe('bytes written in one go'),
  CUTSET_KAFKA_BATCH_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(20)
    .describe('milliseconds that a batch waits for more'),
  CUTSET_KAFKA_IN_FLIGHT_BYTES: whole
    .default(64 << 20)
    .describe('bytes read and not yet written, above which reading pauses'),
};

export type StreamSettings = z.infer<z.ZodObject<typeof streamSettings>>;

/** How to reach Kafka. */
export interface StreamAccess {
  brokers: string[];
  tls: { ca?: string; cert?: string; key?: Secret } | null;
  sasl: {
    mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    username: string;
    password: Secret;
  } | null;
}

function read(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    return fail('USAGE', `${name} ${path}: ${reasonOf(cause)}`, { cause });
  }
}

function tlsOf(settings: StreamSettings): StreamAccess['tls'] {
  if (!settings.CUTSET_KAFKA_TLS) return null;
  const { CUTSET_KAFKA_TLS_CA: ca, CUTSET_KAFKA_TLS_CERT: cert } = settings;
  const { CUTSET_KAFKA_TLS_KEY: key } = settings;
  return {
    ...(ca !== undefined && { ca: read(ca, 'CUTSET_KAFKA_TLS_CA') }),
    ...(cert !== undefined && { cert: read(cert, 'CUTSET_KAFKA_TLS_CERT') }),
    ...(key !== undefined && { key: new Secret(read(key, 'CUTSET_KAFKA_TLS_KEY')) }),
  };
}

function saslOf(settings: StreamSettings): StreamAccess['sasl'] {
  const { CUTSET_KAFKA_SASL: mechanism, CUTSET_KAFKA_USERNAME: username } = settings;
  if (mechanism === undefined) return null;
  const path = settings.CUTSET_KAFKA_PASSWORD_FILE;
  const password =
    path === undefined
      ? settings.CUTSET_KAFKA_PASSWORD
      : new Secret(read(path, 'CUTSET_KAFKA_PASSWORD_FILE').replace(/\r?\n$/, ''));
  if (username === undefined || password === undefined)
    fail(
      'USAGE',
      `CUTSET_KAFKA_SASL ${mechanism} needs CUTSET_KAFKA_USERNAME, and CUTSET_KAFKA_PASSWORD_FILE or CUTSET_KAFKA_PASSWORD`,
    );
  return { mechanism, username, password };
}

/** How to reach Kafka by the settings. Throws USAGE for what is missing or cannot be read. */
export function streamAccess(settings: StreamSettings): StreamAccess {
  const { CUTSET_KAFKA_BROKERS: brokers = [] } = settings;
  if (brokers.length === 0) fail('USAGE', 'no Kafka is configured: CUTSET_KAFKA_BROKERS names it');
  return { brokers, tls: tlsOf(settings), sasl: saslOf(settings) };
}

/** A topic, and the source that reads all of it; without one, each record's is detected. */
export interface Topic {
  name: string;
  source?: string;
}

/** Topics of a setting, `topic[=source]` each. */
export const topicsOf = (items: readonly string[]): Topic[] =>
  items.map((item) => {
    const cut = item.indexOf('=');
    return cut < 0 ? { name: item } : { name: item.slice(0, cut), source: item.slice(cut + 1) };
  });
