import { remedyOf, type Remedy } from '../graph/whatif/remedy.ts';
import { severities, type Finding, type Severity } from '../graph/findings/finding.ts';
import type { Rule } from '../graph/rules/rule.ts';
import { nameOf, type View } from '../graph/view.ts';
import type { Closing } from '../graph/whatif/closing.ts';
import type { WhatIf } from '../graph/whatif/whatif.ts';
import type { Place } from './place.ts';

/** What a check says of one finding that a change would open or make worse. */
export interface CheckedFinding {
  id: string;
  rule: Rule | undefined;
  ruleId: string;
  title: string;
  severity: Severity;
  score: number;
  entry: string;
  target: string;
  targetId: string;
  sentences: string[];
  fix: Remedy;
  unknown: string[];
  /** Where a file that was given has what opens it, as far as that is known. */
  place: Place | null;
  /** Severity before, where it was open before. */
  was: Severity | null;
  /** True where the level that was asked for forbids it. */
  forbidden: boolean;
}

/** The answer of a check, for every form in which it is written. */
export interface Check {
  /** What was checked, as people named it. */
  subject: string;
  /** The level from which on a finding is forbidden; null where nothing is. */
  failOn: Severity | null;
  findings: CheckedFinding[];
  /** Titles and ends of the findings that would close. */
  closed: { severity: Severity; rule: string; title: string; entry: string; target: string }[];
  /** How many entries and targets would be joined, parted, or joined by a likelier path. */
  paths: { opened: number; closed: number; likelier: number };
  unresolved: string[];
}

const rank = (severity: Severity) => severities.indexOf(severity);

const byScore = (a: Finding, b: Finding) => b.score - a.score || (a.id < b.id ? -1 : 1);

/** Findings that would open, or be more severe than they are; the worst first. */
export const worsened = ({ findings: { opened, changed } }: Pick<WhatIf, 'findings'>): Finding[] =>
  [
    ...opened,
    ...changed.flatMap(({ before, after }) =>
      rank(after.severity) < rank(before.severity) ? [after] : [],
    ),
  ].sort(byScore);

interface CheckFacts extends Pick<Check, 'subject' | 'failOn' | 'unresolved'> {
  before: View;
  rules: readonly Rule[];
  place: (finding: Finding, view: View) => Place | null;
  /** What would end the paths of findings, by their ids, as far as it was looked for. */
  closings: ReadonlyMap<string, Closing>;
}

/** What a change would make worse, and what it would close. */
export function checkOf(
  answer: WhatIf,
  { before, rules, place, closings, ...head }: CheckFacts,
): Check {
  const { findings, paths, view } = answer;
  const name = (known: View, uid: string) => nameOf(known.node(uid) ?? { uid, props: {} });
  const forbids = (severity: Severity) =>
    head.failOn !== null && rank(severity) <= rank(head.failOn);
  const severityBefore = new Map(
    findings.changed.map(({ before: was }) => [was.id, was.severity] as const),
  );
  const told = (finding: Finding): CheckedFinding => ({
    id: finding.id,
    rule: rules.find(({ id }) => id === finding.rule),
    ruleId: finding.rule,
    title: finding.title,
    severity: finding.severity,
    score: finding.score,
    entry: name(view, finding.entry),
    target: name(view, finding.target),
    targetId: finding.target,
    sentences: finding.sentences,
    fix: remedyOf(view, finding, closings.get(finding.id) ?? null),
    unknown: finding.unknown,
    place: place(finding, view),
    was: severityBefore.get(finding.id) ?? null,
    forbidden: forbids(finding.severity),
  });
  return {
    ...head,
    findings: worsened(answer).map(told),
    closed: findings.closed.map(({ severity, rule, title, entry, target }) => ({
      severity,
      rule,
      title,
      entry: name(before, entry),
      target: name(before, target),
    })),
    paths: {
      opened: paths.opened.length,
      closed: paths.closed.length,
      likelier: paths.changed.filter(({ before: was, after: is }) => is.likelihood > was.likelihood)
        .length,
    },
  };
}
