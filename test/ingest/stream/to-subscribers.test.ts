import kafkajs from 'kafkajs';
import { expect, test } from 'vitest';
import { toSubscribers } from '../../../ingest/stream/to-subscribers.ts';

const protocol = kafkajs.AssignerProtocol;

/** What each member of a group gets, by the topics that each reads. */
async function dealt(
  partitions: Record<string, number>,
  reads: Record<string, string[]>,
): Promise<Record<string, unknown>> {
  const assigner = toSubscribers(protocol)({
    cluster: {
      addMultipleTargetTopics: ([topic = '']) =>
        topic in partitions
          ? Promise.resolve()
          : Promise.reject(Object.assign(new Error(), { type: 'UNKNOWN_TOPIC_OR_PARTITION' })),
      findTopicPartitionMetadata: (topic) =>
        Array.from({ length: partitions[topic] ?? 0 }, (_, partitionId) => ({ partitionId })),
    },
  });
  const members = Object.entries(reads).map(([memberId, topics]) => ({
    memberId,
    memberMetadata: assigner.protocol({ topics }).metadata,
  }));
  const given = await assigner.assign({ members });
  return Object.fromEntries(
    given.map(({ memberId, memberAssignment }) => [
      memberId,
      { ...protocol.MemberAssignment.decode(memberAssignment)?.assignment },
    ]),
  );
}

test('each partition goes to one member, and none has much more than another', async () => {
  const both = ['a', 'b'];
  expect(await dealt({ a: 4, b: 1 }, { one: both, two: both })).toEqual({
    one: { a: [0, 2], b: [0] },
    two: { a: [1, 3] },
  });
});

test('a topic that only some read goes to them', async () => {
  expect(await dealt({ a: 2, b: 2 }, { one: ['a'], two: ['b'], three: ['b'] })).toEqual({
    one: { a: [0, 1] },
    two: { b: [1] },
    three: { b: [0] },
  });
});

test('one that alone reads a topic gets all of it, whatever else it has', async () => {
  expect(await dealt({ a: 2, b: 2 }, { one: ['a'], two: ['a', 'b'] })).toEqual({
    one: { a: [0] },
    two: { a: [1], b: [0, 1] },
  });
});

test('a topic that is gone keeps no other from being read, and more members than partitions wait', async () => {
  expect(await dealt({ a: 1 }, { one: ['a', 'gone'], two: ['a'] })).toEqual({
    one: { a: [0] },
    two: {},
  });
});
