import { changeText, type Remedy } from '../graph/whatif/remedy.ts';
import type { ReportFinding, ReportModel } from './model.ts';
import { shown } from './hostile.ts';

/** What begins a block at the start of a line, an emphasis at the edge of a word, a link of GitHub's. */
const markup =
  /^(?:[-+#=]|\d+(?=[.)]))|[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<=\])\(|:(?=\/\/)|(?<=\bwww)\.|@/giu;

/** Text that Markdown (CommonMark, and GitHub's) takes literally, on one line. */
export const safe = (text: string) =>
  shown(text)
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[<>&]/g, (c) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[c] ?? c)
    .replace(markup, (c) => (/\d/.test(c) ? `${c}\\` : `\\${c}`));

/** What to do, as a sentence, or as a list where it takes several changes. */
export function fixLines({ say, changes, notes }: Remedy): string[] {
  const told = changes.map((change) => safe(changeText(change)));
  const [only] = told;
  return [
    `**Fix:** ${told.length === 1 ? `${only} ` : ''}${safe(say)}`,
    ...(told.length > 1 ? ['', ...told.map((change, i) => `${i + 1}. ${change}`)] : []),
    ...notes.flatMap((note) => ['', safe(note)]),
  ];
}

const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';

const line = (f: ReportFinding) =>
  `- **${f.severity}** ${Math.round(f.score)} ${safe(f.rule)} ${safe(f.title)}: ${safe(f.entry)} to ${safe(f.target)}` +
  (f.lastChange ? ` (${day(f.lastChange.at)}, ${safe(f.lastChange.record)})` : '');

const section = (title: string, findings: readonly ReportFinding[]) =>
  [
    `## ${title} (${findings.length})`,
    '',
    ...(findings.length ? findings.map(line) : ['None.']),
    '',
  ].join('\n');

const full = (f: ReportFinding) =>
  [
    `### ${f.severity} ${Math.round(f.score)}: ${safe(f.entry)} to ${safe(f.target)}`,
    '',
    `${safe(f.rule)}: ${safe(f.title)} (${f.state})`,
    '',
    ...f.sentences.map((sentence, i) => `${i + 1}. ${safe(sentence)}`),
    '',
    ...fixLines(f.fix),
    ...(f.unknown.length ? ['', `Unknown: ${f.unknown.map(safe).join('; ')}`] : []),
    '',
  ].join('\n');

/** The report as Markdown (CommonMark). */
export const toMarkdown = (model: ReportModel): string =>
  [
    `# ${safe(model.headline)}`,
    '',
    `Estate ${safe(model.estate)}, as of ${day(model.at)}` +
      (model.since === null ? '; the first report.' : `; changes since ${day(model.since)}.`),
    '',
    section('Opened', model.opened),
    section('Reopened', model.reopened),
    section('Closed', model.closed),
    '## Highest scores, with their fix',
    '',
    ...(model.top.length ? model.top.map(full) : ['None is open.', '']),
    '## Sources',
    '',
    ...model.sources.map(
      (s) => `- ${safe(s.owner)}: last record ${day(s.lastAt)}${s.silent ? ', silent' : ''}`,
    ),
    '',
  ].join('\n');
