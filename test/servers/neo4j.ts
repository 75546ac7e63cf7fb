import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { auth, driver as driverTo } from 'neo4j-driver';
import { Secret } from '../../graph/secret.ts';
import type { Server } from '../../graph/store/neo4j.ts';
import { openStore } from '../../graph/store/open.ts';
import type { Params, Row, Store } from '../../graph/store/store.ts';
import { missingForJvm } from './artefacts.ts';
import { startNeo4j, type Neo4jAccess, type Neo4jProcess } from './neo4j-process.ts';

/** The Neo4j of this test run, this test file's alone until it is released; or why there is none. */
export type Found = { skip: null; given: Given } | { skip: string; given: null };

export interface Given extends Neo4jAccess {
  server: Server;
  /** The store, emptied. The caller closes it. */
  open: () => Promise<Store>;
  /** Runs a statement beside the store, as an administrator would. */
  run: (cypher: string, params?: Params) => Promise<Row[]>;
  /** Lets the next test file have it. */
  release: () => Promise<void>;
}

const required = (process.env['CUTSET_REQUIRE'] ?? '').split(',').includes('neo4j');

function none(reason: string): Found {
  if (required) throw new Error(`Neo4j is required and there is none: ${reason}`);
  console.warn(`skipped, no Neo4j: ${reason}`);
  return { skip: reason, given: null };
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

/** Waits until no other test file uses the server: the one database of Community holds one estate. */
async function turn(folder: string): Promise<() => void> {
  const lock = join(folder, 'neo4j.turn');
  const holder = join(lock, 'holder');
  for (; ; await sleep(100))
    try {
      mkdirSync(lock);
      writeFileSync(holder, String(process.pid));
      return () => {
        rmSync(lock, { recursive: true, force: true });
      };
    } catch {
      if (existsSync(holder) && isGone(Number(readFileSync(holder, 'utf8'))))
        rmSync(lock, { recursive: true, force: true });
    }
}

/** The server that all test files share; whoever has the first turn starts it. */
async function shared(folder: string): Promise<Neo4jAccess> {
  const note = join(folder, 'neo4j.json');
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as Neo4jAccess;
  const { url, user, password, version, certificate, pid } = await startNeo4j(
    join(folder, 'neo4j'),
  );
  writeFileSync(join(folder, 'neo4j.pid'), String(pid));
  const access: Neo4jAccess = { url, user, password, version, certificate };
  writeFileSync(note, JSON.stringify(access));
  return access;
}

function given(access: Neo4jAccess, release: () => void): Given {
  const server = { ...access, password: new Secret(access.password) };
  const driver = driverTo(access.url, auth.basic(access.user, access.password));
  const open = async () => {
    const store = await openStore({ server });
    await store.clear();
    return store;
  };
  const run = async (cypher: string, params: Params = {}) => {
    const session = driver.session();
    try {
      return (await session.run(cypher, params)).records.map((record) => record.toObject());
    } finally {
      await session.close();
    }
  };
  const end = async () => {
    await driver.close();
    release();
  };
  return { ...access, server, open, run, release: end };
}

/**
 * By CUTSET_TEST_NEO4J (a URL whose contents are deleted, with CUTSET_NEO4J_USER and
 * CUTSET_NEO4J_PASSWORD), else as a JVM process. Waits for other test files that use it.
 */
export async function neo4j(): Promise<Found> {
  const folder = process.env['CUTSET_TEST_SERVERS'];
  if (folder === undefined) return none('the test run has no folder for servers');
  const url = process.env['CUTSET_TEST_NEO4J'];
  const missing = await missingForJvm();
  if (url === undefined && missing !== null)
    return none(`${missing}, and CUTSET_TEST_NEO4J names none`);
  const release = await turn(folder);
  try {
    const { CUTSET_NEO4J_USER: user = 'neo4j', CUTSET_NEO4J_PASSWORD: password = '' } = process.env;
    const access =
      url === undefined
        ? await shared(folder)
        : { url, user, password, version: 'given', certificate: null };
    return { skip: null, given: given(access, release) };
  } catch (error) {
    release();
    throw error;
  }
}

/** A server of a test's own, which it may kill; or why there is none. */
export async function ownNeo4j(): Promise<
  { skip: null; own: Neo4jProcess } | { skip: string; own: null }
> {
  const folder = process.env['CUTSET_TEST_SERVERS'];
  const missing = await missingForJvm();
  if (missing === null && folder !== undefined)
    return { skip: null, own: await startNeo4j(join(folder, `neo4j-${process.pid}`)) };
  return { skip: none(missing ?? 'the test run has no folder for servers').skip ?? '', own: null };
}
