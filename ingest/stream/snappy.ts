import snappy from 'snappyjs';
import { fail, Failure, reasonOf } from '../../graph/errors.ts';

/** Java clients cut the data into blocks behind this header and two version numbers. */
const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const headerLength = header.length + 8;

function block(bytes: Buffer, most: number): Buffer {
  try {
    return Buffer.from(snappy.uncompress(bytes, most));
  } catch (cause) {
    const tooLarge = /uncompressed length/.test(reasonOf(cause));
    return fail(tooLarge ? 'INPUT_TOO_LARGE' : 'RECORD_UNREADABLE', `snappy: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** What a Snappy block holds, or the blocks of a Java client; at most `most` bytes. */
export function unpackSnappy(input: Buffer, most: number): Buffer {
  if (!input.subarray(0, header.length).equals(header)) return block(input, most);
  const blocks: Buffer[] = [];
  let left = most;
  for (let at = headerLength; at < input.length;) {
    if (at + 4 > input.length) throw new Failure('RECORD_UNREADABLE', 'snappy: cut');
    const size = input.readUInt32BE(at);
    if (at + 4 + size > input.length) throw new Failure('RECORD_UNREADABLE', 'snappy: cut');
    const unpacked = block(input.subarray(at + 4, at + 4 + size), left);
    blocks.push(unpacked);
    left -= unpacked.length;
    at += 4 + size;
  }
  return Buffer.concat(blocks);
}
