import { once } from 'node:events';
import { readConfig } from '../config.ts';
import { fail, reasonOf } from '../graph/errors.ts';
import { Settling } from '../graph/settling.ts';
import { sourceNamed } from '../ingest/detect.ts';
import { Stream } from '../ingest/stream.ts';
import type { Replica } from '../ingest/stream/replica.ts';
import { streamAccess, topicsOf } from '../ingest/stream/settings.ts';
import { checkTopics, runWorker, type WorkerReport } from '../ingest/stream/worker.ts';
import { command, type Invocation, type Options } from './command.ts';
import { leaveDemo } from './leave-demo.ts';
import { begin, Outage, untilStopped } from './outage.ts';
import { portOf } from './port.ts';
import { shareEstate } from './shared-estate.ts';
import { StoreWatch } from './watch-store.ts';
import { WorkerHealth } from './worker-health.ts';

const shown = ({ records, claims, unchanged, refused }: WorkerReport) =>
  `${records.toLocaleString('en')} records gave ${claims.toLocaleString('en')} claims, ` +
  `${unchanged.toLocaleString('en')} of them unchanged; ${refused.toLocaleString('en')} refused`;

const options = {
  brokers: {
    type: 'string',
    value: 'HOST:PORT,…',
    doc: 'Kafka brokers (or CUTSET_KAFKA_BROKERS)',
  },
  group: { type: 'string', value: 'NAME', doc: 'consumer group (default cutset)' },
  'dead-letters': {
    type: 'string',
    value: 'TOPIC',
    doc: 'topic of refused records (default cutset.dead-letters)',
  },
  once: { type: 'boolean', doc: 'end when everything that lies in the topics now is in' },
  port: {
    type: 'string',
    value: 'N',
    doc: 'tell health and metrics at this port of loopback (or CUTSET_WORKER_PORT; default: none)',
  },
  'no-settle': { type: 'boolean', doc: 'only write: another process derives and runs the rules' },
} as const satisfies Options;

async function work({ args, options: given, io, estate }: Invocation<typeof options>) {
  const settings = readConfig();
  const brokers = given.brokers?.split(',') ?? settings.CUTSET_KAFKA_BROKERS;
  const config = { ...settings, ...(brokers && { CUTSET_KAFKA_BROKERS: brokers }) };
  const topics = topicsOf(args.length > 0 ? args : config.CUTSET_KAFKA_TOPICS);
  if (topics.length === 0)
    fail('USAGE', 'cutset worker TOPIC...: name a topic, or set CUTSET_KAFKA_TOPICS');
  for (const { source } of topics) if (source !== undefined) sourceNamed(source);
  const port = portOf(given.port, config.CUTSET_WORKER_PORT);
  await using closing = new AsyncDisposableStack();
  const outage = new Outage(io);
  let settling: Settling | null = null;
  let replica: Replica | null = null;
  let watch: StoreWatch | null = null;
  const health = new WorkerHealth(
    () => watch?.trouble ?? settling?.failure ?? replica?.trouble ?? null,
  );
  const onMishap = (reason: string) => {
    outage.tell(reason);
    health.mishap(reason);
  };
  if (port !== undefined) {
    const site = await health.serve(port);
    closing.defer(() => site.close());
    io.err(`health and metrics are at ${site.address}\n`);
  }
  const starting = async <T>(work: () => Promise<T>) => {
    const begun = await begin(work, { signal: io.signal, onMishap });
    health.progressed();
    return begun;
  };
  const stream = await starting(() => Stream.open(streamAccess(config)));
  closing.defer(() => stream.close());
  await starting(() => checkTopics(stream, topics));
  const opened = await starting(estate);
  watch = closing.use(
    new StoreWatch(opened.store, (text) => {
      io.err(text);
    }),
  );
  const settles = given['no-settle'] !== true;
  settling = new Settling(opened, (error) => {
    outage.tell(reasonOf(error));
  });
  closing.defer(() => settling.close());
  const ask = () => {
    if (settles) settling.ask();
  };
  replica = await starting(() =>
    shareEstate(opened, config, {
      follows: settles,
      onMishap: (reason) => {
        outage.tell(reason);
      },
      ask,
    }),
  );
  closing.defer(() => replica?.close());
  health.opened(opened);
  if (settles && replica && !io.signal.aborted)
    await Promise.race([replica.elected, once(io.signal, 'abort')]);
  await starting(() => leaveDemo(opened, io));
  if (opened.lags) ask();
  const report = await runWorker(stream, opened, {
    topics,
    group: given.group ?? config.CUTSET_KAFKA_GROUP,
    deadLetters: given['dead-letters'] ?? config.CUTSET_KAFKA_DEAD_LETTERS,
    sessionMs: config.CUTSET_KAFKA_SESSION_MS,
    batchBytes: config.CUTSET_KAFKA_BATCH_BYTES,
    batchMs: config.CUTSET_KAFKA_BATCH_MS,
    inFlightBytes: config.CUTSET_KAFKA_IN_FLIGHT_BYTES,
    once: given.once === true,
    signal: io.signal,
    onWritten: ask,
    onMishap,
    onAssigned: (partitions) => {
      health.joined(partitions);
      io.err(`reads ${partitions} partitions of ${topics.map(({ name }) => name).join(', ')}\n`);
    },
    onProgress: (sofar) => {
      outage.over();
      health.progressed();
      io.progress(shown(sofar));
    },
  });
  await settling.close();
  if (settles) await opened.settle();
  io.out(given.json ? `${JSON.stringify(report)}\n` : `${shown(report)}\n`);
}

export default command({
  name: 'worker',
  summary: 'Read Kafka topics into the estate, until it is stopped',
  usage: '[TOPIC[=SOURCE]...]',
  settles: true,
  creates: true,
  options,
  run: (invocation) => untilStopped(invocation.io, () => work(invocation)),
});
