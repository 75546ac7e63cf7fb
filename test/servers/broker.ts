import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { openSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { jarsOf } from './artefacts.ts';
import { freePort } from './free-port.ts';

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

/** True when the broker answers its first request without an error. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(probe));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (data) => {
      resolve(data.length >= 10 && data.readInt16BE(8) === 0);
      socket.destroy();
    });
    socket.once('error', () => socket.destroy());
    socket.once('close', () => {
      resolve(false);
    });
  });
}

/** A Kafka of one node, as a JVM process. */
export interface Broker {
  brokers: string;
  pid: number;
  /** Ends the process without a warning; its data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/** Starts a broker whose data and log lie in a folder. */
export async function startBroker(home: string): Promise<Broker> {
  const jars = join(await jarsOf(`kafka-${version}`, artefacts), '*');
  mkdirSync(home, { recursive: true });
  const [port, controller] = [await freePort(), await freePort()];
  const config = join(home, 'server.properties');
  const log = join(home, 'log');
  writeFileSync(config, properties(home, port, controller));
  const id = `A${randomBytes(16).toString('base64url').slice(0, 21)}`;
  const format = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', id, '-c', config];
  await promisify(execFile)('java', [...jvm, '-cp', jars, ...format]);
  const start = async () => {
    const out = openSync(log, 'a');
    const child = spawn('java', [...jvm, '-cp', jars, 'kafka.Kafka', config], {
      stdio: ['ignore', out, out],
      detached: true,
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.unref();
    for (const until = Date.now() + 60_000; !(await answers(port)); await sleep(100))
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`Kafka did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
    return { child, ended };
  };
  let running = await start();
  const kill = async () => {
    running.child.ref();
    running.child.kill('SIGKILL');
    await running.ended;
  };
  return {
    brokers: `127.0.0.1:${port}`,
    get pid() {
      return running.child.pid ?? 0;
    },
    kill,
    restart: async () => {
      running = await start();
    },
    remove: async () => {
      await kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
