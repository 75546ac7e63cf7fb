type Column = Int32Array | Uint8Array | Float64Array;

/** A copy of a column with room for more. */
export function longer<T extends Column>(column: T, length: number): T {
  const next = new (column.constructor as new (length: number) => T)(length);
  next.set(column);
  return next;
}

/** Room for one more than is there, and some to spare. */
export const roomFor = (length: number): number => length + (length >> 1) + 64;
