/** Header of a record that stands for one whose batch could not be unpacked; holds the reason. */
export const standInHeader = 'cutset-unpacked-not';

/** More records than a batch holds, whatever its length. */
const most = 100_000;

/** A number as Kafka's records write it: zigzag, seven bits a byte. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value < 0 ? -2 * value - 1 : 2 * value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  bytes.push(left);
  return bytes;
}

/**
 * Records without a value in place of those of a batch that cannot be unpacked, so that reading goes
 * on behind it and each of them is refused at its own offset
 * (https://kafka.apache.org/documentation/#record).
 */
export function standIns(reason: string): Buffer {
  const name = Buffer.from(standInHeader);
  const text = Buffer.from(reason.slice(0, 500));
  const header = [...varint(name.length), ...name, ...varint(text.length), ...text];
  const [none, one] = [varint(-1), varint(1)];
  const tail = Buffer.from([...none, ...none, ...one, ...header]);
  return Buffer.concat(
    Array.from({ length: most }, (_, offset) => {
      const head = [0, 0, ...varint(offset)];
      return Buffer.concat([Buffer.from([...varint(head.length + tail.length), ...head]), tail]);
    }),
  );
}
