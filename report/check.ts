import { severities, type Finding, type Severity } from '../graph/findings/finding.ts';
import type { Rule } from '../graph/rules/rule.ts';
import { nameOf, type View } from '../graph/view.ts';
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
  fix: string;
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
  paths: { opened: number; closed: number };
  unresolved: string[];
}

const rank = (severity: Severity) => severities.indexOf(severity);

/** Opened findings, and those that would be more severe than they are; the worst first. */
export function checkOf(
  { findings, paths, view }: WhatIf,
  {
    before,
    rules,
    place,
    ...head
  }: Pick<Check, 'subject' | 'failOn' | 'unresolved'> & {
    before: View;
    rules: readonly Rule[];
    place: (finding: Finding, view: View) => Place | null;
  },
): Check {
  const name = (known: View, uid: string) => nameOf(known.node(uid) ?? { uid, props: {} });
  const forbids = (severity: Severity) =>
    head.failOn !== null && rank(severity) <= rank(head.failOn);
  const told = (finding: Finding, was: Severity | null): CheckedFinding => ({
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
    fix: finding.fix.say,
    unknown: finding.unknown,
    place: place(finding, view),
    was,
    forbidden: forbids(finding.severity),
  });
  const worse = findings.changed.filter(
    ({ before: was, after }) => rank(after.severity) < rank(was.severity),
  );
  const all = [
    ...findings.opened.map((finding) => told(finding, null)),
    ...worse.map(({ before: was, after }) => told(after, was.severity)),
  ];
  return {
    ...head,
    findings: all.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)),
    closed: findings.closed.map(({ severity, rule, title, entry, target }) => ({
      severity,
      rule,
      title,
      entry: name(before, entry),
      target: name(before, target),
    })),
    paths: { opened: paths.opened.length, closed: paths.closed.length },
  };
}
