/** A copy of a column with room for more. */
export const longer = (column: Int32Array, length: number): Int32Array<ArrayBuffer> => {
  const next = new Int32Array(length);
  next.set(column);
  return next;
};

/** Room for one more than is there, and some to spare. */
export const roomFor = (length: number): number => length + (length >> 1) + 64;
