import { fail } from '../../graph/errors.ts';

const magic = 0x184d2204;

/** Bytes that grow up to a bound. */
class Output {
  bytes = Buffer.allocUnsafe(1 << 16);
  length = 0;
  readonly #most: number;
  constructor(most: number) {
    this.#most = most;
  }
  /** Makes room for `more`. Throws INPUT_TOO_LARGE beyond the bound. */
  room(more: number) {
    const wanted = this.length + more;
    if (wanted > this.#most) fail('INPUT_TOO_LARGE', `LZ4: more than ${this.#most} bytes`);
    if (wanted <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.min(this.#most, Math.max(wanted, this.bytes.length * 2)));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
  append(input: Buffer, from: number, count: number) {
    if (from + count > input.length) fail('RECORD_UNREADABLE', 'LZ4: it ends too early');
    this.room(count);
    input.copy(this.bytes, this.length, from, from + count);
    this.length += count;
  }
  /** Repeats what stands `back` bytes before the end; it may overlap what it makes. */
  repeat(back: number, count: number) {
    if (back === 0 || back > this.length) fail('RECORD_UNREADABLE', 'LZ4: a reference to nothing');
    this.room(count);
    for (let i = 0; i < count; i++, this.length++)
      this.bytes[this.length] = this.bytes[this.length - back] as number;
  }
}

/** One block (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md). */
function block(input: Buffer, from: number, end: number, output: Output) {
  let at = from;
  const next = () => (at < end ? (input[at++] as number) : fail('RECORD_UNREADABLE', 'LZ4: cut'));
  const lengthOf = (nibble: number) => {
    if (nibble < 15) return nibble;
    let length = nibble;
    for (let byte = 255; byte === 255; length += byte) byte = next();
    return length;
  };
  while (at < end) {
    const token = next();
    const literals = lengthOf(token >> 4);
    output.append(input, at, literals);
    at += literals;
    if (at >= end) return;
    const back = next() | (next() << 8);
    output.repeat(back, lengthOf(token & 15) + 4);
  }
}

/**
 * What an LZ4 frame holds (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md), at most
 * `most` bytes. Checksums are not compared: Kafka has its own over the whole batch.
 */
export function unpackLz4(input: Buffer, most: number): Buffer {
  if (input.length < 7 || input.readUInt32LE(0) !== magic)
    fail('RECORD_UNREADABLE', 'LZ4: not a frame');
  const flags = input[4] as number;
  const [blockSums, hasSize, hasDictionary] = [flags & 0x10, flags & 0x08, flags & 0x01];
  let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  const output = new Output(most);
  while (at + 4 <= input.length) {
    const head = input.readUInt32LE(at);
    at += 4;
    if (head === 0) return output.bytes.subarray(0, output.length);
    const size = head & 0x7fffffff;
    if (at + size > input.length) break;
    if (head >>> 31) output.append(input, at, size);
    else block(input, at, at + size, output);
    at += size + (blockSums ? 4 : 0);
  }
  return fail('RECORD_UNREADABLE', 'LZ4: the frame ends too early');
}
