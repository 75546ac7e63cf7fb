/** A place in a file, as an editor counts: both from 1. */
export interface Place {
  path: string;
  line: number;
  column: number;
  /** What lies there, as its file names it. */
  of?: string;
}

/** The place of a position in a text. */
function placeAt(path: string, text: string, index: number): Place {
  const before = text.slice(0, index);
  const line = before.split('\n').length;
  return { path, line, column: index - before.lastIndexOf('\n') };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Where a text first has what a pattern matches, from its first letter on; null if nowhere. */
export function placeOfPattern(path: string, text: string, pattern: RegExp): Place | null {
  const found = pattern.exec(text);
  return found && placeAt(path, text, found.index + found[0].search(/\S/));
}

/** Where a JSON text first has a string as the value of a key that a pattern names; null if never. */
export function placeOfValue(path: string, text: string, key: string, value: string): Place | null {
  return placeOfPattern(
    path,
    text,
    new RegExp(`"${key}"\\s*:\\s*${escaped(JSON.stringify(value))}`),
  );
}
