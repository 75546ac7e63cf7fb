import type { ResultOf } from '../client/graphql.ts';
import type { findingRowFragment } from '../documents/fragments.ts';
import { csv, inMarkdown } from '../download.ts';
import { several } from '../text/format.ts';
import { shown } from '../text/shown.ts';

export type FindingRow = ResultOf<typeof findingRowFragment>;

const columns = [
  'id',
  'rule',
  'title',
  'severity',
  'score',
  'state',
  'entry',
  'target',
  'opened',
  'owner',
  'fix',
];

/** The list as CSV, uids in full. */
export const findingsCsv = (rows: readonly FindingRow[]): string =>
  csv([
    columns,
    ...rows.map((row) => [
      row.id,
      row.ruleId,
      row.title,
      row.severity,
      row.score,
      row.state,
      row.entry.uid,
      row.target.uid,
      row.openedAt,
      row.owner,
      row.remedy,
    ]),
  ]);

/** The list as Markdown, one finding a section. */
export const findingsMarkdown = (rows: readonly FindingRow[]): string =>
  rows
    .map((row) => {
      const text = (value: string) => inMarkdown(shown(value));
      const way = row.steps.map(({ name }) => text(name)).join(' → ');
      return [
        `## ${row.severity} ${row.score}: ${text(row.title)} (${text(row.ruleId)})`,
        `- Path: ${way}`,
        `- State: ${text(row.state.replaceAll('_', ' '))}; ${several(row.variants, 'way')}`,
        `- Because: ${row.legs.map(text).join(', ')}`,
        `- Fix: ${text(row.remedy)}`,
        `- Id: \`${row.id}\``,
      ].join('\n');
    })
    .join('\n\n') + '\n';
