/** What `*` and `?` become while a pattern is compiled, so that literal ones can stand beside. */
const many = '\uE000';
const one = '\uE001';

/** A pattern whose wildcards are told from literal stars and question marks. */
export type Compiled = string & { readonly compiled: unique symbol };

const marks = /[\uE000\uE001]/g;

/** Compiles text in which every `*` and `?` is a wildcard. */
export const compile = (text: string): Compiled =>
  text.replace(marks, '').replaceAll('*', many).replaceAll('?', one) as Compiled;

/** Text in which nothing is a wildcard, ready to be joined to compiled patterns. */
export const literally = (text: string): Compiled => text.replace(marks, '') as Compiled;

export const concat = (parts: readonly Compiled[]): Compiled => parts.join('') as Compiled;

/** True where the pattern holds no wildcard. */
export const isLiteral = (pattern: Compiled): boolean => pattern.search(marks) < 0;

/** All before the first wildcard. */
export function prefixOf(pattern: Compiled): string {
  const at = pattern.search(marks);
  return at < 0 ? pattern : pattern.slice(0, at);
}

/** An example of what the pattern matches: the text for each `*`, its first letter for each `?`. */
export const exampleOf = (pattern: Compiled, text: string): string =>
  pattern.replace(marks, (mark) => (mark === many ? text : text.slice(0, 1)));

const split = new Map<string, readonly string[]>();

/** Patterns whose parts are kept; hostile policies cannot make it more. */
const kept = 50_000;

/** What stands between the stars. */
function partsOf(pattern: Compiled): readonly string[] {
  let parts = split.get(pattern);
  if (!parts) {
    parts = pattern.split(many);
    if (split.size >= kept) split.clear();
    split.set(pattern, parts);
  }
  return parts;
}

/** Whether a part without stars matches the text at a place. */
function fits(part: string, text: string, at: number): boolean {
  if (!part.includes(one)) return text.startsWith(part, at);
  if (at + part.length > text.length) return false;
  for (let i = 0; i < part.length; i++)
    if (part[i] !== one && part[i] !== text[at + i]) return false;
  return true;
}

/** First place from which a part matches, or -1. */
function find(part: string, text: string, from: number): number {
  if (!part.includes(one)) return text.indexOf(part, from);
  for (let at = from; at + part.length <= text.length; at++) if (fits(part, text, at)) return at;
  return -1;
}

/**
 * What must follow a text for a pattern to match, if anything can: all before the first star stands
 * against the text, and that star takes what is left of it.
 */
export function restAfter(pattern: Compiled, text: string): Compiled | null {
  const parts = partsOf(pattern);
  const first = parts[0] ?? '';
  if (first.length >= text.length)
    return fits(first.slice(0, text.length), text, 0)
      ? (pattern.slice(text.length) as Compiled)
      : null;
  if (parts.length === 1 || !fits(first, text, 0)) return null;
  return pattern.slice(first.length + 1) as Compiled;
}

/**
 * Whether a pattern matches all of a text. Each part is looked for once, from where the one before
 * ended, so the work is at most pattern × text, whatever the pattern.
 */
export function matches(pattern: Compiled, text: string): boolean {
  if (pattern === many) return true;
  const parts = partsOf(pattern);
  const first = parts[0] ?? '';
  const last = parts[parts.length - 1] ?? '';
  if (parts.length === 1) return first.length === text.length && fits(first, text, 0);
  const end = text.length - last.length;
  if (first.length > end || !fits(first, text, 0) || !fits(last, text, end)) return false;
  let at = first.length;
  for (let i = 1; i < parts.length - 1; i++) {
    const part = parts[i] ?? '';
    const found = find(part, text, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}
