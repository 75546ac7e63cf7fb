import { remedyText } from '../graph/whatif/remedy.ts';
import type { ReportFinding, ReportModel } from './model.ts';
import { shown } from './hostile.ts';

const columns: [string, (f: ReportFinding) => string | number][] = [
  ['id', (f) => f.id],
  ['rule', (f) => f.rule],
  ['title', (f) => f.title],
  ['severity', (f) => f.severity],
  ['score', (f) => Math.round(f.score)],
  ['status', (f) => f.status],
  ['state', (f) => f.state],
  ['entry', (f) => f.entryUid],
  ['target', (f) => f.targetUid],
  ['path', (f) => f.sentences.join('; ')],
  ['fix', (f) => remedyText(f.fix)],
  ['opened', (f) => (f.openedAt === null ? '' : new Date(f.openedAt).toISOString())],
];

/** A cell that a spreadsheet shows and does not compute: formulas are quoted (OWASP, CSV injection). */
function cell(value: string | number): string {
  const text = shown(String(value), 4_000).replace(/[\r\n\t]+/g, ' ');
  const inert = typeof value === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}

/** Open findings and those closed since the last report, one a line (RFC 4180). */
export const toCsv = ({ open, closed }: ReportModel): string =>
  [
    columns.map(([name]) => name).join(','),
    ...[...open, ...closed].map((f) => columns.map(([, of]) => cell(of(f))).join(',')),
    '',
  ].join('\r\n');
