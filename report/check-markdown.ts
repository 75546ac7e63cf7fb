import type { Check, CheckedFinding } from './check.ts';
import { fixLines, safe } from './markdown.ts';

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

const headline = ({ findings, failOn, unresolved }: Check): string => {
  const forbidden = findings.filter((finding) => finding.forbidden).length;
  if (forbidden > 0) return `Cutset: ${count(forbidden, 'finding')} of ${failOn ?? ''} or worse`;
  if (findings.length > 0)
    return `Cutset: ${count(findings.length, 'finding')}, none that is forbidden`;
  // What is not known may hide one.
  const but = unresolved.length > 0 ? `, ${count(unresolved.length, 'thing')} not known` : '';
  return `Cutset: no new finding${but}`;
};

/** Where the change is that decides, in words. */
const placed = ({ place }: CheckedFinding): string[] =>
  place?.of === undefined ? [] : ['', `By ${safe(place.of)} (${safe(place.path)}:${place.line})`];

const full = (finding: CheckedFinding): string =>
  [
    `### ${finding.forbidden ? 'FAIL: ' : ''}${finding.severity} ${finding.score}: ${safe(finding.entry)} to ${safe(finding.target)}`,
    '',
    `${safe(finding.ruleId)}: ${safe(finding.title)}` +
      (finding.was === null ? '' : ` (was ${finding.was})`),
    ...placed(finding),
    '',
    ...finding.sentences.map((sentence, i) => `${i + 1}. ${safe(sentence)}`),
    '',
    ...fixLines(finding.fix),
    ...(finding.unknown.length > 0 ? ['', `Unknown: ${finding.unknown.map(safe).join('; ')}`] : []),
    '',
  ].join('\n');

const likelier = ({ paths }: Check): string =>
  paths.likelier > 0 ? `${count(paths.likelier, 'path')} would get likelier; ` : '';

/** A check as Markdown, for the summary of a pull request. */
export const checkMarkdown = (check: Check): string =>
  [
    `## ${headline(check)}`,
    '',
    `${safe(check.subject)} opens ${count(check.paths.opened, 'path')} and closes ` +
      `${check.paths.closed}; ${likelier(check)}${count(check.closed.length, 'finding')} would close.`,
    '',
    ...check.findings.map(full),
    ...(check.closed.length > 0
      ? [
          '### Would close',
          '',
          ...check.closed.map(
            ({ severity, rule, title, entry, target }) =>
              `- ${severity} ${safe(rule)} ${safe(title)}: ${safe(entry)} to ${safe(target)}`,
          ),
          '',
        ]
      : []),
    ...(check.unresolved.length > 0
      ? ['### Not known', '', ...check.unresolved.map((w) => `- ${safe(w)}`), '']
      : []),
  ].join('\n');
