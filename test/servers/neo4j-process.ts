import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jarsOf } from './artefacts.ts';
import { certify } from './certificate.ts';
import { freePort } from './free-port.ts';
import { startJvm, type JvmProcess } from './jvm-process.ts';

const run = promisify(execFile);
const environment = process.env;

const opened = ['java.nio', 'java.io', 'sun.nio.ch', 'java.util.concurrent'];
const jvm = [
  '-Xss1m',
  ...opened.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
  '--enable-native-access=ALL-UNNAMED',
  '-Djdk.nio.maxCachedBufferSize=1024',
  '-Dio.netty.tryReflectionSetAccessible=true',
];

/** The release that the Java of this machine runs: the current line, or the long-term one. */
async function release() {
  const { stderr } = await run('java', ['-version']);
  const java = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  return java >= 21
    ? {
        version: '2026.08.1',
        main: 'org.neo4j.server.Neo4jCommunity',
        own: [
          'dbms.fleet_manager.enabled=false',
          'internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s',
        ],
      }
    : { version: '5.26.30', main: 'org.neo4j.server.CommunityEntryPoint', own: [] };
}

const config = (port: number, tls: boolean, own: readonly string[]) =>
  [
    'server.default_listen_address=127.0.0.1',
    'server.bolt.enabled=true',
    `server.bolt.listen_address=127.0.0.1:${port}`,
    `server.bolt.advertised_address=127.0.0.1:${port}`,
    `server.bolt.tls_level=${tls ? 'OPTIONAL' : 'DISABLED'}`,
    ...(tls
      ? [
          'dbms.ssl.policy.bolt.enabled=true',
          'dbms.ssl.policy.bolt.base_directory=certificates',
          'dbms.ssl.policy.bolt.private_key=private.key',
          'dbms.ssl.policy.bolt.public_certificate=public.crt',
          'dbms.ssl.policy.bolt.client_auth=NONE',
        ]
      : []),
    'server.http.enabled=false',
    'server.https.enabled=false',
    'dbms.usage_report.enabled=false',
    'server.memory.pagecache.size=128m',
    'db.tx_log.preallocate=false',
    'db.store.files.preallocate=false',
    'db.tx_log.rotation.retention_policy=keep_none',
    ...own,
    '',
  ].join('\n');

/** Magic and four proposals: a server that speaks Bolt picks one. */
const handshake = Buffer.from('6060b017000404050000020400000004000000030', 'hex');
const proposals = Buffer.concat([handshake, Buffer.alloc(20 - handshake.length)]);

/** How to reach a Neo4j. */
export interface Neo4jAccess {
  /** For example `bolt://127.0.0.1:7687`. */
  url: string;
  user: string;
  password: string;
  version: string;
  /** File of the certificate to trust, where it speaks TLS too. */
  certificate: string | null;
}

/** A Neo4j Community as a JVM process. */
export interface Neo4jProcess extends Neo4jAccess, JvmProcess {}

/** Starts a server whose data and log lie in a folder. */
export async function startNeo4j(home: string, heap = '512m'): Promise<Neo4jProcess> {
  const { version, main, own } = await release();
  const jars = join(await jarsOf(`neo4j-${version}`, [`org.neo4j:neo4j:${version}`]), '*');
  const port = await freePort();
  // One that begins with a dash would be taken for an option.
  const password = randomBytes(12).toString('hex');
  const conf = join(home, 'conf');
  mkdirSync(conf, { recursive: true });
  const certificate = certify(join(home, 'certificates'))?.certificate ?? null;
  writeFileSync(join(conf, 'neo4j.conf'), config(port, certificate !== null, own));
  const admin = ['-cp', jars, 'org.neo4j.cli.AdminTool', 'dbms', 'set-initial-password', password];
  await run('java', admin, { env: { ...environment, NEO4J_HOME: home, NEO4J_CONF: conf } });
  const memory = [`-Xms${heap}`, `-Xmx${heap}`, '-XX:+UseSerialGC'];
  const args = [`--home-dir=${home}`, `--config-dir=${conf}`, '--console-mode'];
  const process = await startJvm({
    name: 'Neo4j',
    home,
    port,
    args: [...memory, ...jvm, '-cp', jars, main, ...args],
    probe: proposals,
    isReady: (answer) => answer.some((byte) => byte !== 0),
  });
  const url = `bolt://127.0.0.1:${port}`;
  return Object.assign(process, { url, user: 'neo4j', password, version, certificate });
}
