import { promisify } from 'node:util';
import { gzip, unzip, zstdCompress, zstdDecompress } from 'node:zlib';
import { fail, Failure, reasonOf } from '../../graph/errors.ts';
import { unpackLz4 } from './lz4.ts';
import { unpackSnappy } from './snappy.ts';

/** What one compressed batch may unpack to, in bytes. Batches are far smaller; bombs are not. */
export const unpackedMost = 256 << 20;

/** Turns a batch into fewer bytes and back. */
export interface Codec {
  pack: (bytes: Buffer) => Promise<Buffer>;
  unpack: (bytes: Buffer) => Promise<Buffer>;
}

const bound = { maxOutputLength: unpackedMost };
const [packGzip, unpackGzip] = [promisify(gzip), promisify(unzip)];
const [packZstd, unpackZstd] = [promisify(zstdCompress), promisify(zstdDecompress)];

async function bounded(name: string, unpack: () => Promise<Buffer> | Buffer): Promise<Buffer> {
  try {
    return await unpack();
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const large = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return fail(large ? 'INPUT_TOO_LARGE' : 'RECORD_UNREADABLE', `${name}: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

const readOnly = (name: string) => () =>
  Promise.reject(new Failure('USAGE', `Cutset reads ${name} and does not write it`));

/** Every compression of Kafka by its number in a batch's attributes. */
export const codecs: Readonly<Record<1 | 2 | 3 | 4, Codec>> = {
  1: { pack: (b) => packGzip(b), unpack: (b) => bounded('gzip', () => unpackGzip(b, bound)) },
  2: {
    pack: readOnly('snappy'),
    unpack: (b) => bounded('snappy', () => unpackSnappy(b, unpackedMost)),
  },
  3: { pack: readOnly('lz4'), unpack: (b) => bounded('lz4', () => unpackLz4(b, unpackedMost)) },
  4: { pack: (b) => packZstd(b), unpack: (b) => bounded('zstd', () => unpackZstd(b, bound)) },
};
