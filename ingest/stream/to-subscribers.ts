import type { Cluster, Codec, Member } from './assigner.ts';

/** A member, and what it gets. */
interface Reader {
  memberId: string;
  topics: readonly string[];
  assignment: Record<string, number[]>;
  /** Partitions of it. */
  count: number;
}

const name = 'CutsetToSubscribers';
const version = 1;

/** False for a topic that is gone, which must not keep the others from being read. */
const knows = (cluster: Cluster, topic: string): Promise<boolean> =>
  cluster.addMultipleTargetTopics([topic]).then(
    () => true,
    (error: { type?: string }) => {
      if (error.type === 'UNKNOWN_TOPIC_OR_PARTITION') return false;
      throw error;
    },
  );

/**
 * Deals the partitions of a group out to its members in turn, each to one that reads its topic: those
 * of the client go by the topics of whoever leads the group, and what others read beside them would be
 * read by nobody. Under a name of its own, since a program that deals otherwise is no member.
 */
export const toSubscribers =
  ({ MemberMetadata, MemberAssignment }: Codec) =>
  ({ cluster }: { cluster: Cluster }) => ({
    name,
    version,
    assign: async ({ members }: { members: Member[] }) => {
      const readers = members
        .map(({ memberId, memberMetadata }): Reader => ({
          memberId,
          topics: MemberMetadata.decode(memberMetadata)?.topics ?? [],
          assignment: {},
          count: 0,
        }))
        .sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
      const topics = [...new Set(readers.flatMap((reader) => reader.topics))].sort();
      for (const topic of topics) {
        if (!(await knows(cluster, topic))) continue;
        const subscribed = readers.filter((reader) => reader.topics.includes(topic));
        for (const { partitionId } of cluster.findTopicPartitionMetadata(topic)) {
          const [first, ...others] = subscribed;
          if (!first) continue;
          const least = others.reduce((a, b) => (b.count < a.count ? b : a), first);
          (least.assignment[topic] ??= []).push(partitionId);
          least.count += 1;
        }
      }
      return readers.map(({ memberId, assignment }) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          ...{ version, assignment, userData: Buffer.alloc(0) },
        }),
      }));
    },
    protocol: ({ topics }: { topics: string[] }) => ({
      name,
      metadata: MemberMetadata.encode({ version, topics, userData: Buffer.alloc(0) }),
    }),
  });
