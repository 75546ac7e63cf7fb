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

/**
 * Header of a record that was refused and is sent again: when it was sent first, milliseconds since
 * 1970. What it says is as old as then, though it lies behind what is newer.
 */
export const firstSentHeader = 'cutset-refused-at';

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
export const sizeOf = ({ key, value }: Pick<StreamRecord, 'key' | 'value'>): number =>
  (key?.length ?? 0) + (value?.length ?? 0) + 100;
