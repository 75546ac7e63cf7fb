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

/** An example of what the pattern matches: each wildcard replaced by the given text. */
export const exampleOf = (pattern: Compiled, text: string): string => pattern.replace(marks, text);

/**
 * Whether a pattern matches all of a text. Only the last `*` is ever tried again, so the work is
 * at most pattern × text, whatever the pattern.
 */
export function matches(pattern: Compiled, text: string): boolean {
  if (pattern === many) return true;
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const c = pattern[p];
    if (c === many) {
      star = p++;
      resume = t;
    } else if (c !== undefined && (c === one || c === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === many) p++;
  return p === pattern.length;
}
