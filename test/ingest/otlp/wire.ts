/** Protobuf's wire format by its specification, so that tests do not trust the library under test. */
export function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

const tag = (field: number, type: number) => varint((field << 3) | type);

export const number = (field: number, value: number | bigint) =>
  Buffer.concat([tag(field, 0), varint(value)]);

export function fixed64(field: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return Buffer.concat([tag(field, 1), bytes]);
}

export function double(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(field, 1), bytes]);
}

/** A text, bytes, or a message of the parts given. */
export function part(field: number, ...content: (string | Uint8Array)[]): Buffer {
  const body = Buffer.concat(content.map((piece) => Buffer.from(piece as string)));
  return Buffer.concat([tag(field, 2), varint(body.length), body]);
}

/** An attribute with the text of a value; its fields are those of `KeyValue` and `AnyValue`. */
export const attribute = (field: number, key: string, ...value: Uint8Array[]) =>
  part(field, part(1, key), part(2, ...value));
