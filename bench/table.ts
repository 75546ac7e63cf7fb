import { goalText, type Figure } from './measure.ts';

const columns = ['median', 'p95', 'least', 'most'] as const;

const remark = ({ goal, note }: Figure): string =>
  [goal && `${goalText(goal)}: ${goal.met ? 'met' : 'MISSED'}`, note]
    .filter((part) => part !== undefined)
    .join('; ');

/** Figures as a table for a terminal; numbers to the right. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    ...columns.map((column) => String(figure[column])),
    figure.unit,
    String(figure.n),
    remark(figure),
  ]);
  const all = [['', ...columns, 'unit', 'n', ''], ...rows];
  const width = (i: number) => Math.max(...all.map((row) => row[i]?.length ?? 0));
  const aligned = (cell: string, i: number) =>
    i > 0 && i <= columns.length ? cell.padStart(width(i)) : cell.padEnd(width(i));
  return all.map((row) => row.map(aligned).join('  ').trimEnd()).join('\n');
}
