/** How members of a group say who they are, and are told what they get: the client's own codec. */
export interface Codec {
  MemberMetadata: {
    encode(said: { version: number; topics: string[]; userData: Buffer }): Buffer;
    decode(bytes: Buffer): { topics: string[]; userData: Buffer } | null;
  };
  MemberAssignment: {
    encode(given: {
      version: number;
      assignment: Record<string, number[]>;
      userData: Buffer;
    }): Buffer;
  };
}

/** What a client knows of the topics of its Kafka. */
export interface Cluster {
  /** Has it know topics that it does not read itself. */
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  findTopicPartitionMetadata(topic: string): { partitionId: number }[];
}

/** Who reads in a group. */
export interface Member {
  memberId: string;
  memberMetadata: Buffer;
}
