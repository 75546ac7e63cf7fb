import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { fail, reasonOf } from '../graph/errors.ts';
import { bytes, limits } from './limits.ts';

/** A file inside an archive. */
export interface ArchiveEntry {
  name: string;
  at: number;
  open: () => Promise<Readable>;
}

const opened = (path: string) =>
  new Promise<ZipFile>((resolve, reject) => {
    yauzl.open(
      path,
      { lazyEntries: true, autoClose: false, validateEntrySizes: true },
      (error, zip) => {
        if (zip) resolve(zip);
        else reject(error ?? new Error('not a zip archive'));
      },
    );
  });

const streamOf = (zip: ZipFile, entry: Entry) =>
  new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (stream) resolve(stream);
      else reject(error ?? new Error('no stream'));
    });
  });

/** The next entry, or null at the end. The library refuses names that leave the archive. */
const next = (zip: ZipFile) =>
  new Promise<Entry | null>((resolve, reject) => {
    const settle = (value: Entry | null) => {
      zip.removeAllListeners();
      resolve(value);
    };
    zip.once('entry', settle);
    zip.once('end', () => {
      settle(null);
    });
    zip.once('error', reject);
    zip.readEntry();
  });

/**
 * Files of a zip archive, one after another. Throws ARCHIVE_UNSAFE for too many entries, for too
 * much content, and for content out of proportion to its packed size.
 */
export async function* entriesOf(path: string): AsyncGenerator<ArchiveEntry> {
  let zip: ZipFile;
  try {
    zip = await opened(path);
  } catch (cause) {
    return fail('RECORD_UNREADABLE', `not a readable zip archive: ${reasonOf(cause)}`, { cause });
  }
  try {
    if (zip.entryCount > limits.archiveEntries)
      fail('ARCHIVE_UNSAFE', `more than ${limits.archiveEntries} entries`);
    let total = 0;
    for (;;) {
      const entry = await next(zip).catch((cause: unknown) =>
        fail('ARCHIVE_UNSAFE', reasonOf(cause), { cause }),
      );
      if (!entry) return;
      if (entry.fileName.endsWith('/')) continue;
      total += entry.uncompressedSize;
      if (total > limits.archive)
        fail('ARCHIVE_UNSAFE', `it unpacks to over ${bytes(limits.archive)}`);
      if (
        entry.uncompressedSize > limits.head &&
        entry.uncompressedSize > entry.compressedSize * limits.ratio
      )
        fail('ARCHIVE_UNSAFE', `${entry.fileName} unpacks to over ${limits.ratio} times its size`);
      const source = zip;
      yield {
        name: entry.fileName,
        at: entry.getLastModDate().getTime(),
        open: () => streamOf(source, entry),
      };
    }
  } finally {
    zip.close();
  }
}
