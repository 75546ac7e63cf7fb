/** A record as it lies in a topic. */
export interface StreamRecord {
  topic: string;
  partition: number;
  offset: string;
  /** Milliseconds since 1970: when it was sent, or appended. */
  at: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Readonly<Record<string, Buffer[]>>;
  /** Why its bytes could not be had; it stands for the record that lies there. */
  unreadable?: string;
}

/** What is sent. */
export interface Outgoing {
  /** Default: the one that the key chooses, or any. */
  partition?: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Readonly<Record<string, Buffer[]>>;
}

/** `topic/partition/offset`, which no other record has. */
export const positionOf = ({ topic, partition, offset }: StreamRecord): string =>
  `${topic}/${partition}/${offset}`;

/** Bytes that a record takes, about. */
export const sizeOf = ({ key, value }: StreamRecord): number =>
  (key?.length ?? 0) + (value?.length ?? 0) + 100;
