/** Offsets by topic and partition. */
export type Offsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** The offset of a partition, as a broker tells it. */
interface At {
  partition: number;
  offset: string;
}

/** Where partitions begin: the offsets of their first records. */
export type Firsts = readonly { partition: number; low: string }[];

/** From where a group reads on, by what it committed, which is -1 where it never read. */
export const readOnFrom = (committed: readonly At[], firsts: Firsts): Map<number, bigint> =>
  new Map(
    committed.map(({ partition, offset }) => {
      const first = firsts.find((one) => one.partition === partition)?.low ?? '0';
      return [partition, BigInt(offset === '-1' ? first : offset)];
    }),
  );

/** Partitions that hold records, with their ends. */
export const filled = (ends: ReadonlyMap<number, bigint>, firsts: Firsts): Map<number, bigint> =>
  new Map(
    [...ends].filter(
      ([partition, end]) =>
        BigInt(firsts.find((first) => first.partition === partition)?.low ?? 0) < end,
    ),
  );

/** True where everything before the ends is behind. */
export const reached = (ends: Offsets, at: Offsets): boolean =>
  [...ends].every(([topic, partitions]) =>
    [...partitions].every(([p, end]) => (at.get(topic)?.get(p) ?? -1n) >= end),
  );
