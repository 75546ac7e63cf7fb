/** Characters that hide or reorder text: controls, zero-width, bidirectional marks and overrides. */
const hidden =
  // eslint-disable-next-line no-control-regex -- these are what it shows
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text with hidden characters shown by number: none steers a terminal or reorders a line. */
export const marked = (text: string): string =>
  text.replace(
    hidden,
    (c) => `\u27e8U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`,
  );

/** Text of records as a reader may see it: marked, and bounded in length. */
export function shown(text: string, most = 300): string {
  const points = [...marked(text)];
  return points.length > most ? `${points.slice(0, most).join('')}…` : points.join('');
}
