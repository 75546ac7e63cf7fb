declare module 'snappyjs' {
  const snappy: { uncompress(input: Uint8Array, most: number): Uint8Array };
  export default snappy;
}
