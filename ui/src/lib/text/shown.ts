/* eslint-disable no-control-regex -- controls are what this shows */
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/** A piece of text from a record: as it is, or the name of a character that hides or reorders. */
export interface Piece {
  text: string;
  mark: boolean;
}

/**
 * Text of records as a reader may see it. Controls, zero-width characters and bidirectional marks
 * (Unicode Standard Annex 9) become `⟨U+202E⟩`, so that no name can look like another.
 */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  for (const character of text) {
    const mark = hidden.test(character);
    const last = found.at(-1);
    const said = mark
      ? `\u27e8U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`
      : character;
    if (last && last.mark === mark && !mark) last.text += said;
    else found.push({ text: said, mark });
  }
  return found;
}

/** The same as one string, for titles, names of controls and SVG text. */
export const shown = (text: string): string =>
  pieces(text)
    .map((piece) => piece.text)
    .join('');

/** Average advance widths in em of the interface's typeface, by class of character. */
const widths: readonly [RegExp, number][] = [
  [/[iljt.,:;'|!()[\]/ ]/, 0.3],
  [/[frs"*-]/, 0.45],
  [/[mwMW@%]/, 0.86],
  [/[A-Z0-9_\u27e8\u27e9]/, 0.64],
  // Characters beyond Latin: as wide as they can be.
  [/[^\u0000-\u024f]/, 1.05],
];

/** Width of text in px, about. */
export function widthOf(text: string, size: number): number {
  let em = 0;
  for (const c of text) em += widths.find(([match]) => match.test(c))?.[1] ?? 0.56;
  return em * size;
}

/**
 * Text shortened in the middle to fit a width in px: names differ at both ends. Marks and
 * characters are never cut in two.
 */
export function fitted(text: string, width: number, size: number): string {
  const whole = shown(text);
  if (widthOf(whole, size) <= width) return whole;
  const parts = pieces(text).flatMap(({ text: piece, mark }) => (mark ? [piece] : [...piece]));
  const room = width - widthOf('…', size);
  let [head, tail] = [0, parts.length];
  let used = 0;
  for (let turn = 0; head < tail; turn++) {
    const next = turn % 2 === 0 ? parts[head]! : parts[tail - 1]!;
    const more = widthOf(next, size);
    if (used + more > room) break;
    used += more;
    if (turn % 2 === 0) head++;
    else tail--;
  }
  return `${parts.slice(0, head).join('')}…${parts.slice(tail).join('')}`;
}
