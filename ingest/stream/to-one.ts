import type { Cluster, Codec, Member } from './assigner.ts';

const name = 'CutsetToOne';
const version = 1;
const holds = 'holds';

/**
 * Gives all partitions of a group to one member, and leaves them there while others come and go.
 * `leads` tells whether this member holds them.
 */
export const toOne =
  ({ MemberMetadata, MemberAssignment }: Codec, leads: () => boolean) =>
  ({ cluster }: { cluster: Cluster }) => ({
    name,
    version,
    assign: ({ members, topics }: { members: Member[]; topics: string[] }) => {
      const sorted = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
      const holder = sorted.find(
        ({ memberMetadata }) =>
          MemberMetadata.decode(memberMetadata)?.userData.toString() === holds,
      );
      const all = topics.map((topic) => [
        topic,
        cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
      ]);
      const assigned = members.map((member) => {
        const assignment = (
          member === (holder ?? sorted[0]) ? Object.fromEntries(all) : {}
        ) as Record<string, number[]>;
        return {
          memberId: member.memberId,
          memberAssignment: MemberAssignment.encode({
            ...{ version, assignment, userData: Buffer.alloc(0) },
          }),
        };
      });
      return Promise.resolve(assigned);
    },
    protocol: ({ topics }: { topics: string[] }) => ({
      name,
      metadata: MemberMetadata.encode({
        ...{ version, topics, userData: Buffer.from(leads() ? holds : '') },
      }),
    }),
  });
