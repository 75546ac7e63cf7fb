import kafkajs, { type Consumer } from 'kafkajs';
import { fail, reasonOf } from '../graph/errors.ts';
import { codecs } from './stream/codecs.ts';
import { asking } from './stream/kafka-failure.ts';
import { membership, type ConsumeOptions } from './stream/membership.ts';
import { filled, readOnFrom, type Offsets } from './stream/offsets.ts';
import { quietRequestQueue } from './stream/quiet-queue.ts';
import type { Outgoing, StreamRecord } from './stream/record.ts';
import type { StreamAccess } from './stream/settings.ts';
import { standIns } from './stream/stand-in.ts';
import { toOne } from './stream/to-one.ts';
import { toSubscribers } from './stream/to-subscribers.ts';

export type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';

/** A record of the length that Cutset takes, with its key, its headers and room for ours. */
const recordMost = 12 << 20;
const waitMs = 300;
const retry = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 };

for (const [number, codec] of Object.entries(codecs))
  (kafkajs.CompressionCodecs as Record<string, unknown>)[number] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => codec.pack(buffer),
    decompress: (bytes: Buffer) =>
      codec.unpack(bytes).catch((error: unknown) => standIns(reasonOf(error))),
  });
quietRequestQueue();

/** The client of a Kafka. */
const clientOf = ({ brokers, tls, sasl }: StreamAccess) =>
  new kafkajs.Kafka({
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

/** Topics of one Kafka, to read and to write. */
export class Stream {
  readonly #access: StreamAccess;
  readonly #kafka;
  readonly #admin;
  readonly #producer;
  #producing: Promise<void> | undefined;

  private constructor(access: StreamAccess) {
    this.#access = access;
    this.#kafka = clientOf(access);
    this.#admin = this.#kafka.admin({ retry });
    this.#producer = this.#kafka.producer({ retry, allowAutoTopicCreation: false });
  }

  /**
   * Connects. Throws USAGE for a sign-in or a certificate that is refused, STREAM_UNAVAILABLE where
   * nobody answers.
   */
  static async open(access: StreamAccess): Promise<Stream> {
    const stream = new Stream(access);
    try {
      await stream.#asking(() => stream.#admin.connect());
      // Only the first question tells that somebody must sign in.
      await stream.#asking(() => stream.#admin.describeCluster());
      return stream;
    } catch (error) {
      await stream.close();
      throw error;
    }
  }

  #asking<T>(work: () => Promise<T>, topic?: string): Promise<T> {
    return asking(this.#access, work, topic);
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
      const partitions = await this.#offsets(topic);
      return [topic, new Map(partitions.map((p) => [p.partition, BigInt(p.high)]))] as const;
    });
    return new Map(await Promise.all(ends));
  }

  /** The offsets from which a group would read on; the first ones where it never read. */
  async committed(group: string, topics: readonly string[]): Promise<Offsets> {
    const answer = await this.#asking(() =>
      this.#admin.fetchOffsets({ groupId: group, topics: [...topics] }),
    );
    const read = answer.map(
      async ({ topic, partitions }) =>
        [topic, readOnFrom(partitions, await this.#offsets(topic))] as const,
    );
    return new Map(await Promise.all(read));
  }

  #offsets(topic: string) {
    return this.#asking(() => this.#admin.fetchTopicOffsets(topic), topic);
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
    }, topic);
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

  #member(options: ConsumeOptions): Promise<string | null> {
    const { group, sessionMs, inFlightBytes, leads } = options;
    const consumer = this.#consumer(group, sessionMs, Math.max(inFlightBytes, recordMost), leads);
    return membership(consumer, options, (work) => this.#asking(work));
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
      partitionAssigners: [
        leads ? toOne(kafkajs.AssignerProtocol, leads) : toSubscribers(kafkajs.AssignerProtocol),
      ],
      heartbeatInterval: Math.min(3_000, sessionTimeout / 4),
      maxWaitTimeInMs: waitMs,
      maxBytes,
      maxBytesPerPartition: recordMost,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
      retry: { ...retry, restartOnFailure: () => Promise.resolve(true) },
    });
  }

  /** Every record that lies in a topic now, each partition in its order. */
  async readThrough(topic: string, each: (record: StreamRecord) => void): Promise<void> {
    const ends = (await this.ends([topic])).get(topic) ?? fail('NOT_FOUND', `no topic ${topic}`);
    const left = filled(ends, await this.#offsets(topic));
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
