/** A cell of CSV (RFC 4180) that no spreadsheet takes for a formula (OWASP, CSV injection). */
export function cell(value: string | number | null): string {
  const text = String(value ?? '');
  const tame = /^[=+\-@\t\r]/.test(text) && typeof value !== 'number' ? `'${text}` : text;
  return /[",\n\r]/.test(tame) || tame !== text ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** Rows of CSV. */
export const csv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((row) => row.map(cell).join(',') + '\r\n').join('');

/** Text of a record within Markdown: nothing in it is markup. */
export const inMarkdown = (text: string): string =>
  text.replace(/[\\`*_{}[\]()<>#+\-!|~&]/g, '\\$&');

/** Gives the reader a file; nothing leaves the machine. */
export function download(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([text], { type }));
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
