import kafkajs from 'kafkajs';
import type { Producer } from 'kafkajs';

/** A record to send; what is left out is null or empty. */
export interface Sent {
  key?: string;
  value: Buffer | string;
  headers?: Record<string, string>;
  partition?: number;
  /** Milliseconds since 1970. */
  timestamp?: string;
}

let names = 0;

/** A client of the tests' own, which sends what Cutset is to read. */
export async function topicsOn(brokers: string) {
  const kafka = new kafkajs.Kafka({
    brokers: [brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 40 },
  });
  const admin = kafka.admin();
  const producer: Producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await admin.connect();
  await producer.connect();
  return {
    /** A new topic. `compression` is what the broker itself packs the records with. */
    async make(partitions: number, compression = 'producer') {
      const topic = `t${process.pid}-${++names}`;
      await admin.createTopics({
        topics: [
          {
            topic,
            numPartitions: partitions,
            replicationFactor: 1,
            configEntries: [
              { name: 'max.message.bytes', value: String(12 << 20) },
              { name: 'compression.type', value: compression },
            ],
          },
        ],
      });
      return topic;
    },
    /** Sends in order, in requests of at most 1,000 records and about 1 MB. */
    async send(topic: string, records: readonly Sent[]) {
      for (let from = 0; from < records.length;) {
        let [to, size] = [from, 0];
        while (to < records.length && to - from < 1_000 && size < 1 << 20)
          size += records[to++]?.value.length ?? 0;
        await producer.send({
          topic,
          messages: records.slice(from, to).map(({ key, ...rest }) => ({
            key: key ?? null,
            ...rest,
          })),
        });
        from = to;
      }
    },
    /** Sends records as one batch, packed by gzip. */
    async sendPacked(topic: string, records: readonly Sent[]) {
      await producer.send({
        topic,
        compression: kafkajs.CompressionTypes.GZIP,
        messages: records.map(({ key, ...rest }) => ({ key: key ?? null, ...rest })),
      });
    },
    async committed(group: string, topic: string): Promise<number> {
      // A broker that has just started does not know the group for a moment.
      const answers = await admin.fetchOffsets({ groupId: group, topics: [topic] }).catch(() => []);
      const [answer] = answers;
      return (answer?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, +offset), 0);
    },
    [Symbol.asyncDispose]: async () => {
      await producer.disconnect();
      await admin.disconnect();
    },
  };
}

export type Topics = Awaited<ReturnType<typeof topicsOn>>;
