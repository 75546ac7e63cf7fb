import { toCsv } from './csv.ts';
import { toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import type { ReportModel } from './model.ts';

/** Every form of a report, by name and file ending. */
export const formats = {
  html: toHtml,
  md: toMarkdown,
  json: (model: ReportModel) => `${JSON.stringify(model, null, 2)}\n`,
  csv: toCsv,
} as const;

export type Format = keyof typeof formats;

export const isFormat = (name: string): name is Format => Object.hasOwn(formats, name);
