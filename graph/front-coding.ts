/** Length of what two texts begin with alike, in UTF-16 units. */
function shared(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  // A surrogate pair stays whole: half of one is no text that a store can keep.
  const last = a.charCodeAt(length - 1);
  return last >= 0xd800 && last < 0xdc00 ? length - 1 : length;
}

/**
 * Lines as one text, each told by how much it has in common with the one before: names of one claim
 * mostly differ in their ends. No line may hold a line break.
 */
export function packLines(lines: readonly string[]): string {
  let before = '';
  return lines
    .map((line) => {
      const common = shared(before, line);
      before = line;
      return `${common}:${line.slice(common)}`;
    })
    .join('\n');
}

/** The lines of `packLines`. */
export function unpackLines(text: string): string[] {
  if (text === '') return [];
  let line = '';
  return text.split('\n').map((packed) => {
    const cut = packed.indexOf(':');
    line = line.slice(0, Number(packed.slice(0, cut))) + packed.slice(cut + 1);
    return line;
  });
}
