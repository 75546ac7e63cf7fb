import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jarsOf } from './artefacts.ts';
import { freePorts } from './free-port.ts';
import { startJvm, type JvmProcess } from './jvm-process.ts';

const version = '4.4.0';
const artefacts = [
  `org.apache.kafka:kafka_2.13:${version}`,
  'org.apache.logging.log4j:log4j-slf4j-impl:2.25.5',
];
const jvm = ['-Xms256m', '-Xmx256m', '-XX:+UseSerialGC'];

const plain = { PLAINTEXT: 'PLAINTEXT', CONTROLLER: 'PLAINTEXT' };

/** Listeners beside the plain one, by name: which protocol, and what it takes to sign in there. */
export interface Guarded {
  protocols: Record<string, 'SSL' | 'SASL_SSL' | 'SASL_PLAINTEXT'>;
  /** Lines of `server.properties`. */
  lines: readonly string[];
  /** Users by password, for SCRAM. */
  users: Record<string, string>;
}

const properties = (home: string, ports: Record<string, number>, guarded: Guarded | undefined) => {
  const at = Object.entries(ports).map(([name, port]) => `${name}://127.0.0.1:${port}`);
  const protocols = Object.entries({ ...plain, ...guarded?.protocols });
  return `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${ports['CONTROLLER']}
listeners=${at.join(',')}
advertised.listeners=${at.join(',')}
listener.security.protocol.map=${protocols.map((pair) => pair.join(':')).join(',')}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=${join(home, 'data')}
num.partitions=1
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
auto.create.topics.enable=false
log.cleaner.dedupe.buffer.size=16777216
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
${guarded?.lines.join('\n') ?? ''}
`;
};

/** ApiVersions v0 of correlation id 7, with an empty client id. */
const probe = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0, 0]);

/** A Kafka of one node, as a JVM process. */
export interface Broker extends JvmProcess {
  brokers: string;
  /** Ports of its guarded listeners. */
  ports: Readonly<Record<string, number>>;
}

/** Starts a broker whose data and log lie in a folder. */
export async function startBroker(home: string, guarded?: Guarded): Promise<Broker> {
  const jars = join(await jarsOf(`kafka-${version}`, artefacts), '*');
  mkdirSync(home, { recursive: true });
  const names = Object.keys({ ...plain, ...guarded?.protocols });
  const free = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((name, i) => [name, free[i] as number]));
  const port = ports['PLAINTEXT'] as number;
  const config = join(home, 'server.properties');
  writeFileSync(config, properties(home, ports, guarded));
  const id = `A${randomBytes(16).toString('base64url').slice(0, 21)}`;
  const format = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', id, '-c', config];
  for (const [user, password] of Object.entries(guarded?.users ?? {}))
    for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512'])
      format.push('--add-scram', `${mechanism}=[name=${user},password=${password}]`);
  await promisify(execFile)('java', [...jvm, '-cp', jars, ...format]);
  const process = await startJvm({
    name: 'Kafka',
    home,
    port,
    args: [...jvm, '-cp', jars, 'kafka.Kafka', config],
    probe,
    isReady: (answer) => answer.length >= 10 && answer.readInt16BE(8) === 0,
  });
  return Object.assign(process, { brokers: `127.0.0.1:${port}`, ports });
}
