/** Bounds of what the file door takes, in bytes and counts. */
export const limits = {
  /** A document that must be parsed as a whole. */
  document: 256 << 20,
  /** One line of newline-delimited JSON. */
  line: 16 << 20,
  /** What is read before a file counts as large. */
  head: 1 << 20,
  /** All that one archive may unpack to. */
  archive: 2 ** 31,
  archiveEntries: 20_000,
  /** Unpacked size over packed size, above which an archive or stream is a bomb. */
  ratio: 300,
};

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `256 MB` */
export function bytes(count: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(count, 1)) / 10));
  return `${Math.round(count / 2 ** (10 * step))} ${units[step]}`;
}
