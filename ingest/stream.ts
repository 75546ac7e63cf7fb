import { createRequire } from 'node:module';
import kafkajs, {
  type Consumer,
  type EachBatchPayload,
  type IHeaders,
  type Kafka,
  type KafkaMessage,
} from 'kafkajs';
import { fail, Failure, reasonOf } from '../graph/errors.ts';
import { codecs } from './stream/codecs.ts';
import { Flow, type FlowOptions } from './stream/flow.ts';
import type { Outgoing, StreamRecord } from './stream/record.ts';
import { standInHeader, standIns } from './stream/stand-in.ts';
import type { StreamAccess } from './stream/settings.ts';
import { toOne } from './stream/to-one.ts';

/** A record of the length that Cutset takes, with its key, its headers and room for ours. */
const recordMost = 12 << 20;
const waitMs = 300;
/** How often a broker that will know soon is asked, 5 s in all. */
const turns = 10;

for (const [number, codec] of Object.entries(codecs))
  (kafkajs.CompressionCodecs as Record<string, unknown>)[number] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => codec.pack(buffer),
    decompress: (bytes: Buffer) =>
      codec.unpack(bytes).catch((error: unknown) => standIns(reasonOf(error))),
  });

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

/** kafkajs arms a timer of 1 ms for ever where nothing waits: it costs a share of a core. */
function quietRequestQueue() {
  const load = createRequire(import.meta.url);
  const { prototype } = load('kafkajs/src/network/requestQueue/index.js') as {
    prototype: RequestQueue;
  };
  const { scheduleCheckPendingRequests: schedule } = prototype;
  prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
quietRequestQueue();

const buffers = (value: IHeaders[string]): Buffer[] =>
  (Array.isArray(value) ? value : [value ?? '']).map((one) => Buffer.from(one));

const recordOf = (topic: string, partition: number, message: KafkaMessage): StreamRecord => ({
  ...(message.headers?.[standInHeader] !== undefined && {
    unreadable: buffers(message.headers[standInHeader]).join(''),
  }),
  topic,
  partition,
  offset: message.offset,
  at: Number(message.timestamp),
  key: message.key,
  value: message.value,
  headers: Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, buffers(value)]),
  ),
});

/** What kafkajs throws, as ours where people can act on it. */
function failureOf(error: unknown, { brokers, sasl }: StreamAccess): Failure {
  if (error instanceof Failure) return error;
  const { name = '', type = '' } = error as { name?: string; type?: string };
  const what = `Kafka at ${brokers.join(', ')}: ${reasonOf(error)}`;
  if (/SASL/.test(name + type))
    return new Failure('USAGE', `${what} (signed in as ${sasl?.username ?? 'nobody'})`);
  if (/AUTHORIZATION/.test(type)) return new Failure('FORBIDDEN', what);
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE')
    return new Failure('INPUT_TOO_LARGE', what);
  return new Failure('STREAM_UNAVAILABLE', what, { cause: error });
}

/** True where a broker answers, but does not know yet who leads what. */
const passes = (error: unknown): boolean =>
  error instanceof kafkajs.KafkaJSProtocolError &&
  error.retriable &&
  /COORDINATOR|LEADER|UNKNOWN_TOPIC/.test(error.type);

export interface ConsumeOptions extends FlowOptions {
  topics: readonly string[];
  group: string;
  /** Milliseconds after which the group gives this member up. */
  sessionMs: number;
  /** Ends it: what is in hand is delivered or abandoned first. */
  signal: AbortSignal;
  /** Called with each mishap that it gets over by itself. */
  onMishap?: (reason: string) => void;
  /** All partitions go to one member, and stay there; tells whether this is the one. */
  leads?: () => boolean;
  /** Called with the number of partitions when the group assigns them. */
  onAssigned?: (partitions: number) => void;
}

/** Offsets by topic and partition. */
export type Offsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** Topics of one Kafka, to read and to write. */
export class Stream {
  readonly #access: StreamAccess;
  readonly #kafka: Kafka;
  readonly #admin;
  readonly #producer;
  #producing: Promise<void> | undefined;

  private constructor(access: StreamAccess) {
    const { brokers, tls, sasl } = access;
    const retry = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 };
    this.#access = access;
    this.#kafka = new kafkajs.Kafka({
      clientId: 'cutset',
      brokers,
      retry,
      connectionTimeout: 5_000,
      logLevel: kafkajs.logLevel.NOTHING,
      ...(tls && { ssl: { ...tls, key: tls.key?.reveal() } }),
      ...(sasl && {
        sasl: {
          mechanism: sasl.mechanism as 'plain',
          username: sasl.username,
          password: sasl.password.reveal(),
        },
      }),
    });
    this.#admin = this.#kafka.admin({ retry });
    this.#producer = this.#kafka.producer({ retry, allowAutoTopicCreation: false });
  }

  /** Connects. Throws USAGE for a refused sign-in, STREAM_UNAVAILABLE where nobody answers. */
  static async open(access: StreamAccess): Promise<Stream> {
    const stream = new Stream(access);
    await stream.#asking(() => stream.#admin.connect());
    return stream;
  }

  /** Asks again where a broker says that it will know soon, as after its start. */
  async #asking<T>(work: () => Promise<T>): Promise<T> {
    for (let turn = 1; ; turn++)
      try {
        return await work();
      } catch (error) {
        if (!passes(error) || turn === turns) throw failureOf(error, this.#access);
        await new Promise((resolve) => setTimeout(resolve, 100 * turn));
      }
  }

  topics(): Promise<string[]> {
    return this.#asking(() => this.#admin.listTopics());
  }

  /** Makes a topic for records of full length, if it is not there. */
  async ensureTopic(
    topic: string,
    config: Record<string, string> = {},
    numPartitions = 1,
  ): Promise<void> {
    if ((await this.topics()).includes(topic)) return;
    const { brokers } = await this.#asking(() => this.#admin.describeCluster());
    const configEntries = Object.entries({ 'max.message.bytes': String(recordMost), ...config });
    await this.#asking(() =>
      this.#admin.createTopics({
        topics: [
          {
            topic,
            numPartitions,
            replicationFactor: Math.min(3, brokers.length),
            configEntries: configEntries.map(([name, value]) => ({ name, value })),
          },
        ],
      }),
    );
  }

  /** The offsets that the next records of the topics will get. */
  async ends(topics: readonly string[]): Promise<Offsets> {
    const ends = topics.map(async (topic) => {
      const partitions = await this.#asking(() => this.#admin.fetchTopicOffsets(topic));
      return [topic, new Map(partitions.map((p) => [p.partition, BigInt(p.high)]))] as const;
    });
    return new Map(await Promise.all(ends));
  }

  /** The offsets from which a group would read on; the first ones where it never read. */
  async committed(group: string, topics: readonly string[]): Promise<Offsets> {
    const answer = await this.#asking(() =>
      this.#admin.fetchOffsets({ groupId: group, topics: [...topics] }),
    );
    const first = await Promise.all(
      topics.map((topic) => this.#asking(() => this.#admin.fetchTopicOffsets(topic))),
    );
    const low = new Map(topics.map((topic, i) => [topic, first[i] ?? []]));
    return new Map(
      answer.map(({ topic, partitions }) => [
        topic,
        new Map(
          partitions.map(({ partition, offset }) => {
            const start = low.get(topic)?.find((p) => p.partition === partition)?.low ?? '0';
            return [partition, BigInt(offset === '-1' ? start : offset)];
          }),
        ),
      ]),
    );
  }

  /** Sends records; they are kept by every in-sync replica when this resolves. */
  async send(topic: string, records: readonly Outgoing[]): Promise<void> {
    await this.#asking(async () => {
      this.#producing ??= this.#producer.connect();
      await this.#producing.catch((error: unknown) => {
        this.#producing = undefined;
        throw error;
      });
      await this.#producer.send({
        topic,
        acks: -1,
        compression: kafkajs.CompressionTypes.GZIP,
        messages: records.map(({ partition, key, value, headers }) => ({
          ...(partition !== undefined && { partition }),
          key,
          value,
          headers,
        })),
      });
    });
  }

  /**
   * Reads as a member of a group until the signal: each delivery is done, or abandoned because its
   * partitions went to another member. Offsets are committed after their delivery.
   */
  async consume(options: ConsumeOptions): Promise<void> {
    const { signal, onMishap } = options;
    while (!signal.aborted) {
      const reason = await this.#member(options).catch(reasonOf);
      if (reason === null || signal.aborted) return;
      onMishap?.(reason);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }

  /** One membership; gives why it broke, or null where the signal ended it. */
  async #member(options: ConsumeOptions): Promise<string | null> {
    const { topics, group, sessionMs, inFlightBytes, signal, onMishap } = options;
    const most = Math.max(inFlightBytes, recordMost);
    const consumer = this.#consumer(group, sessionMs, most, options.leads);
    const flow = new Flow(options, {
      pause: () => {
        consumer.pause(topics.map((topic) => ({ topic })));
      },
      resume: () => {
        consumer.resume(topics.map((topic) => ({ topic })));
      },
    });
    const broken = new Promise<string>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
        if (restart) onMishap?.(reasonOf(error));
        else resolve(reasonOf(error));
      });
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      flow.joined();
      options.onAssigned?.(Object.values(payload.memberAssignment).flat().length);
    });
    const stopped = new Promise<null>((resolve) => {
      if (signal.aborted) resolve(null);
      signal.addEventListener('abort', () => {
        resolve(null);
      });
    });
    try {
      await this.#asking(() => this.#run(consumer, flow, topics));
      return await Promise.race([broken, stopped]);
    } finally {
      await consumer.stop().catch(() => undefined);
      flow.close();
      await consumer.disconnect().catch(() => undefined);
    }
  }

  async #run(consumer: Consumer, flow: Flow, topics: readonly string[]) {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 256,
      eachBatch: (payload: EachBatchPayload) => {
        const { topic, partition, messages } = payload.batch;
        return flow.take(
          messages.map((message) => recordOf(topic, partition, message)),
          {
            goesOn: () => payload.isRunning() && !payload.isStale(),
            heartbeat: () => payload.heartbeat(),
            done: (offset) => {
              payload.resolveOffset(offset);
              return payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
            },
          },
        );
      },
    });
  }

  #consumer(
    groupId: string,
    sessionTimeout: number,
    maxBytes: number,
    leads?: () => boolean,
  ): Consumer {
    return this.#kafka.consumer({
      groupId,
      sessionTimeout,
      ...(leads && { partitionAssigners: [toOne(kafkajs.AssignerProtocol, leads)] }),
      heartbeatInterval: Math.min(3_000, sessionTimeout / 4),
      maxWaitTimeInMs: waitMs,
      maxBytes,
      maxBytesPerPartition: recordMost,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 2_000,
        retries: 8,
        restartOnFailure: () => Promise.resolve(true),
      },
    });
  }

  /** Every record that lies in a topic now, each partition in its order. */
  async readThrough(topic: string, each: (record: StreamRecord) => void): Promise<void> {
    const ends = (await this.ends([topic])).get(topic) ?? fail('NOT_FOUND', `no topic ${topic}`);
    const firsts = await this.#asking(() => this.#admin.fetchTopicOffsets(topic));
    const left = new Map(
      [...ends].filter(([p, end]) => BigInt(firsts.find((f) => f.partition === p)?.low ?? 0) < end),
    );
    if (left.size === 0) return;
    const group = `cutset-reader-${crypto.randomUUID()}`;
    const enough = new AbortController();
    await this.consume({
      topics: [topic],
      group,
      sessionMs: 30_000,
      inFlightBytes: recordMost,
      chunkBytes: recordMost,
      signal: enough.signal,
      deliver: (records) => {
        for (const record of records) {
          const end = left.get(record.partition);
          if (end === undefined) continue;
          if (BigInt(record.offset) < end) each(record);
          if (BigInt(record.offset) + 1n >= end) left.delete(record.partition);
        }
        if (left.size === 0) enough.abort();
        return Promise.resolve();
      },
    });
    await this.forget(group);
  }

  /** Removes a group that nobody will read as again. */
  async forget(group: string): Promise<void> {
    await this.#admin.deleteGroups([group]).catch(() => undefined);
  }

  async close(): Promise<void> {
    await Promise.allSettled([
      this.#admin.disconnect(),
      this.#producing && this.#producer.disconnect(),
    ]);
  }
}
