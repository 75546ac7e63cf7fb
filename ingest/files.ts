import { closeSync, createReadStream, openSync, readSync, statSync, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fail, reasonOf } from '../graph/errors.ts';
import { entriesOf } from './archive.ts';
import { bytes, limits } from './limits.ts';

/** A file to read, or why a path is refused. */
export type FileItem =
  | { path: string; at: number; open: () => Promise<AsyncIterable<Buffer>> }
  | { path: string; reason: string };

/** Of a small file, which most are, all is read at once: streams cost more than what they read. */
const small = 64 << 10;

/** The first bytes of a file. */
function headOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(small);
    return Buffer.from(buffer.subarray(0, readSync(file, buffer)));
  } finally {
    closeSync(file);
  }
}

/** What lies at a path, or why it is refused. Asked at once: most of a scan is many small files. */
function infoOf(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (error) {
    return reasonOf(error);
  }
}

/** Unpacks, and stops a stream that grows out of proportion. */
async function* unzipped(packed: Readable): AsyncGenerator<Buffer> {
  let taken = 0;
  let given = 0;
  packed.on('data', (chunk: Buffer) => (taken += chunk.length));
  const stream = packed.pipe(createGunzip());
  packed.on('error', (error) => stream.destroy(error));
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      given += chunk.length;
      if (given > limits.document && given > taken * limits.ratio)
        fail('ARCHIVE_UNSAFE', `it unpacks to over ${limits.ratio} times its size`);
      if (given > limits.archive)
        fail('ARCHIVE_UNSAFE', `it unpacks to over ${bytes(limits.archive)}`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      fail('RECORD_UNREADABLE', `not a readable gzip file: ${reasonOf(error)}`, { cause: error });
    throw error;
  } finally {
    packed.destroy();
  }
}

async function* zipItems(path: string): AsyncGenerator<FileItem> {
  try {
    for await (const { name, at, open: opened } of entriesOf(path)) {
      const inside = join(path, name);
      if (/\.zip$/i.test(name)) yield { path: inside, reason: 'an archive within an archive' };
      else
        yield {
          path: inside,
          at,
          open: async () => (name.endsWith('.gz') ? unzipped(await opened()) : await opened()),
        };
    }
  } catch (error) {
    yield { path, reason: reasonOf(error) };
  }
}

/**
 * Every file at and below the paths, in name order, archives opened. Hidden files are passed over.
 * `within` are the folders, by what they are on disk, that the paths lie in.
 */
export async function* filesOf(
  paths: readonly string[],
  within: readonly string[] = [],
): AsyncGenerator<FileItem> {
  for (const path of paths) {
    const info = infoOf(path);
    if (typeof info === 'string') yield { path, reason: info };
    else if (info.isDirectory()) {
      const self = `${info.dev} ${info.ino}`;
      const names = await readdir(path).catch((error: unknown) => reasonOf(error));
      if (typeof names === 'string') yield { path, reason: names };
      else if (within.includes(self)) yield { path, reason: 'a link to a folder that it lies in' };
      else {
        const shown = names.filter((name) => !name.startsWith('.')).sort();
        const below = shown.map((name) => join(path, name));
        yield* filesOf(below, [...within, self]);
      }
    } else if (!info.isFile()) yield { path, reason: 'neither a file nor a folder' };
    else yield* fileItems(path, info.mtimeMs);
  }
}

async function* fileItems(path: string, mtime: number): AsyncGenerator<FileItem> {
  const at = Math.round(mtime);
  let head: Buffer | undefined;
  try {
    head = headOf(path);
  } catch (error) {
    yield { path, reason: reasonOf(error) };
    return;
  }
  const magic = head.toString('latin1', 0, 4);
  if (magic.startsWith('PK')) yield* zipItems(path);
  else if (magic.startsWith('\x1f\x8b'))
    yield { path, at, open: () => Promise.resolve(unzipped(createReadStream(path))) };
  else {
    if (head.length === small) head = undefined;
    const open = () => {
      const stream = head ? Readable.from([head]) : createReadStream(path);
      // A second reading, of a file whose folder had to be known first, reads it again.
      head = undefined;
      return Promise.resolve(stream);
    };
    yield { path, at, open };
  }
}
