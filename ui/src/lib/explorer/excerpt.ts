/** Lines that are shown of one excerpt. */
const most = 60;

/** An excerpt of configuration as lines; JSON is laid out, anything else stands as it is. */
export function linesOf(excerpt: string): string[] {
  let text = excerpt;
  try {
    text = JSON.stringify(JSON.parse(excerpt), null, 1);
  } catch {
    // It is text of another form, or was shortened.
  }
  const lines = text.split('\n');
  return lines.length > most
    ? [...lines.slice(0, most), `… ${lines.length - most} more lines`]
    : lines;
}
