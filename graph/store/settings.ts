import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { fail, reasonOf } from '../errors.ts';
import { Secret } from '../secret.ts';
import type { Server } from './neo4j.ts';
import { isServerUrl, parseServerUrl } from './server-url.ts';

const file = z.string().min(1).optional();
const secret = z
  .string()
  .min(1)
  .transform((text) => new Secret(text))
  .optional();

/** Settings of where an estate lies, as the environment names them. */
export const storeSettings = {
  CUTSET_ESTATE: z
    .string()
    .default('./estate')
    .describe('folder of the estate, or neo4j://host:7687/database'),
  CUTSET_NEO4J_USER: z.string().min(1).default('neo4j').describe('user of Neo4j'),
  CUTSET_NEO4J_PASSWORD: secret.describe('password of Neo4j; better in a file'),
  CUTSET_NEO4J_PASSWORD_FILE: file.describe('file that holds the password of Neo4j'),
  CUTSET_KEY_FILE: file.describe(
    'file of the key by which digests stand for secrets; default: kept with the estate',
  ),
  CUTSET_STATE: z
    .string()
    .default('./cutset-state')
    .describe('folder of what this machine keeps about estates on Neo4j: audit log, server'),
};

export type StoreSettings = z.infer<z.ZodObject<typeof storeSettings>>;

/** Where an estate lies. */
export interface Place {
  /** Absolute; for an estate on a server, what this machine keeps about it. */
  folder: string;
  server?: Server;
  key?: string;
}

function read(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    return fail('USAGE', `${name} ${path}: ${reasonOf(cause)}`, { cause });
  }
}

function passwordOf(settings: StoreSettings): Secret {
  const path = settings.CUTSET_NEO4J_PASSWORD_FILE;
  const password =
    path === undefined
      ? settings.CUTSET_NEO4J_PASSWORD
      : new Secret(read(path, 'CUTSET_NEO4J_PASSWORD_FILE'));
  return (
    password ?? fail('USAGE', 'Neo4j needs CUTSET_NEO4J_PASSWORD_FILE or CUTSET_NEO4J_PASSWORD')
  );
}

/** Finds an estate by the text that names it, a folder or a URL. Throws USAGE. */
export function placeOf(text: string, settings: StoreSettings): Place {
  const path = settings.CUTSET_KEY_FILE;
  const key = path === undefined ? {} : { key: read(path, 'CUTSET_KEY_FILE') };
  if (!isServerUrl(text)) {
    if (/^[a-z][\w+.-]*:\/\//i.test(text))
      fail('USAGE', `estate ${text}: expected a folder, or neo4j://host:7687/database`);
    return { folder: resolve(text), ...key };
  }
  const { name } = parseServerUrl(text);
  const mine = name.replace(/^.*\/\//, '').replace(/[^\w.-]+/g, '-');
  return {
    folder: join(resolve(settings.CUTSET_STATE), mine),
    server: { url: text, user: settings.CUTSET_NEO4J_USER, password: passwordOf(settings) },
    ...key,
  };
}
