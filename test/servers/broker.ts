import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jarsOf } from './artefacts.ts';
import { freePort } from './free-port.ts';
import { startJvm, type JvmProcess } from './jvm-process.ts';

const version = '4.4.0';
const artefacts = [
  `org.apache.kafka:kafka_2.13:${version}`,
  'org.apache.logging.log4j:log4j-slf4j-impl:2.25.5',
];
const jvm = ['-Xms256m', '-Xmx256m', '-XX:+UseSerialGC'];

const properties = (home: string, port: number, controller: number) =>
  `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
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
`;

/** ApiVersions v0 of correlation id 7, with an empty client id. */
const probe = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0, 0]);

/** A Kafka of one node, as a JVM process. */
export interface Broker extends JvmProcess {
  brokers: string;
}

/** Starts a broker whose data and log lie in a folder. */
export async function startBroker(home: string): Promise<Broker> {
  const jars = join(await jarsOf(`kafka-${version}`, artefacts), '*');
  mkdirSync(home, { recursive: true });
  const [port, controller] = [await freePort(), await freePort()];
  const config = join(home, 'server.properties');
  writeFileSync(config, properties(home, port, controller));
  const id = `A${randomBytes(16).toString('base64url').slice(0, 21)}`;
  const format = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', id, '-c', config];
  await promisify(execFile)('java', [...jvm, '-cp', jars, ...format]);
  const process = await startJvm({
    name: 'Kafka',
    home,
    port,
    args: [...jvm, '-cp', jars, 'kafka.Kafka', config],
    probe,
    isReady: (answer) => answer.length >= 10 && answer.readInt16BE(8) === 0,
  });
  return Object.assign(process, { brokers: `127.0.0.1:${port}` });
}
