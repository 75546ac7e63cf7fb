/** Rows of the list that is shown, each by the link that opens it. */
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-row]')];

/** Place of the row that holds the focus; -1 = none does. */
export const currentRow = (): number =>
  rows().findIndex((row) => row.closest('tr')?.contains(document.activeElement));

/** Moves the focus by so many rows; from outside it goes to the first. */
export function moveRow(by: number): void {
  const all = rows();
  const at = currentRow();
  const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** Opens the row that holds the focus, else the first. */
export const openRow = (): void => rows()[Math.max(0, currentRow())]?.click();

/** The table row that holds the focus. */
export const focusedRow = (): HTMLElement | null => rows()[currentRow()]?.closest('tr') ?? null;
