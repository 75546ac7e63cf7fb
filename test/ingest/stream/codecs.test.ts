import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { codecs, unpackedMost } from '../../../ingest/stream/codecs.ts';
import { unpackLz4 } from '../../../ingest/stream/lz4.ts';
import { unpackSnappy } from '../../../ingest/stream/snappy.ts';

const le32 = (n: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n);
  return bytes;
};
/** A frame without sizes or checksums around blocks; the header's own checksum is not compared. */
const frame = (...blocks: Buffer[]) =>
  Buffer.concat([
    le32(0x184d2204),
    Buffer.from([0x60, 0x40, 0x82]),
    ...blocks.flatMap((block) => [le32(block.length), block]),
    le32(0),
  ]);

test('an LZ4 block of literals and an overlapping match is unpacked', () => {
  // "ab", then 10 bytes from 2 back, then "c": token 0x26, literals, offset 2; token 0x10, literal.
  const block = Buffer.from([0x26, 0x61, 0x62, 0x02, 0x00, 0x10, 0x63]);
  expect(unpackLz4(frame(block), 100).toString()).toBe('ababababababc');
});

test('an LZ4 block with lengths of more than one byte is unpacked', () => {
  const literals = Buffer.alloc(300, 'x');
  const block = Buffer.concat([Buffer.from([0xf0, 255, 30]), literals]);
  expect(unpackLz4(frame(block, block), 1_000).toString()).toBe('x'.repeat(600));
});

test('an LZ4 block that is not packed is taken as it is', () => {
  const raw = Buffer.concat([le32(0x80000003), Buffer.from('abc'), le32(0)]);
  const packed = Buffer.concat([le32(0x184d2204), Buffer.from([0x60, 0x40, 0x82]), raw]);
  expect(unpackLz4(packed, 10).toString()).toBe('abc');
});

test.each([
  ['no frame', Buffer.from('hello, world')],
  ['a frame cut off', frame(Buffer.from([0x26, 0x61, 0x62])).subarray(0, 12)],
  ['a match before the start', frame(Buffer.from([0x10, 0x61, 0x05, 0x00, 0x00]))],
  ['a match at distance 0', frame(Buffer.from([0x10, 0x61, 0x00, 0x00, 0x00]))],
  ['more literals than there are', frame(Buffer.from([0xf0, 255, 255, 1, 0x61]))],
])('LZ4: %s is refused', (_, bytes) => {
  expect(() => unpackLz4(bytes, 1_000)).toThrow(/^LZ4: /);
});

test('what would unpack beyond the bound is refused before it is made', () => {
  const much = Buffer.concat([
    Buffer.from([0x1f, 0x61, 0x01, 0x00]),
    Buffer.alloc(64, 255),
    Buffer.from([0]),
  ]);
  expect(() => unpackLz4(frame(much), 1_000)).toThrow('more than 1000 bytes');
  // A Snappy block says its length first: 2^30.
  const block = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x04, 0x00, 0x61]);
  expect(() => unpackSnappy(block, 1_000)).toThrow(/snappy/);
});

test.each([
  ['gzip', 1, gzipSync(Buffer.alloc(unpackedMost + 1))],
  ['zstd', 4, zstdCompressSync(Buffer.alloc(unpackedMost + 1))],
] as const)('a %s bomb is refused', async (_, number, bomb) => {
  await expect(codecs[number].unpack(bomb)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
});

test('what is packed is unpacked', async () => {
  const text = Buffer.from('to and fro '.repeat(1_000));
  for (const number of [1, 4] as const) {
    const packed = await codecs[number].pack(text);
    expect(packed.length).toBeLessThan(text.length / 10);
    expect(await codecs[number].unpack(packed)).toEqual(text);
  }
});
