import { reasonOf } from '../../graph/errors.ts';
import type { Consumer, EachBatchPayload } from '../stream.ts';
import { Flow, type FlowOptions } from './flow.ts';
import { recordOf } from './incoming.ts';

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

function groupReason(error: unknown): string {
  const reason = reasonOf(error);
  return /protocols are incompatible/.test(reason)
    ? 'another program reads in it (CUTSET_KAFKA_GROUP names a group for Cutset alone)'
    : reason;
}

async function run(consumer: Consumer, flow: Flow, topics: readonly string[]) {
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

/** One membership of a group; gives why it broke, or null where the signal ended it. */
export async function membership(
  consumer: Consumer,
  options: ConsumeOptions,
  asking: (work: () => Promise<void>) => Promise<void>,
): Promise<string | null> {
  const { topics, group, signal, onMishap } = options;
  const told = (error: unknown) => `consumer group ${group}: ${groupReason(error)}`;
  const all = topics.map((topic) => ({ topic }));
  const flow = new Flow(options, {
    pause: () => {
      consumer.pause(all);
    },
    resume: () => {
      consumer.resume(all);
    },
  });
  const broken = new Promise<string>((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (restart) onMishap?.(told(error));
      else resolve(told(error));
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
    await asking(() => run(consumer, flow, topics));
    return await Promise.race([broken, stopped]);
  } finally {
    await consumer.stop().catch(() => undefined);
    flow.close();
    await consumer.disconnect().catch(() => undefined);
  }
}
