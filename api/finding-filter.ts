import { openAsOf } from '../graph/findings/history.ts';
import type { Finding, PathState, Severity } from '../graph/findings/finding.ts';
import { nameOf, type View } from '../graph/view.ts';
import { byScore, type Findings } from './findings-over.ts';
import { openedAt } from './opened-at.ts';

export const findingStatuses = ['open', 'closed', 'all'] as const;

type Among<T> = readonly T[] | null | undefined;

/** Which findings are meant; what is not given does not matter. */
export interface FindingFilter {
  /** Default: open. */
  status?: (typeof findingStatuses)[number] | null | undefined;
  /** RFC 3339: open then, whatever became of them; the status does not matter. */
  openAt?: string | null | undefined;
  severity?: Among<Severity>;
  rule?: Among<string>;
  state?: Among<PathState>;
  /** Part of a title, a leg, or the name or id of an end. */
  text?: string | null | undefined;
  account?: Among<string>;
  entry?: string | null | undefined;
  target?: string | null | undefined;
  /** Uid of a node or id of an edge that its path passes, or that it rests on. */
  over?: string | null | undefined;
}

const within = <T>(list: Among<T>, value: T) => !list || list.length === 0 || list.includes(value);
const same = (wanted: string | null | undefined, value: string) =>
  wanted == null || wanted === value;

function accountsOf(view: View, { entry, target, steps }: Finding): Set<string> {
  const known = [entry, target, ...steps].map((uid) => view.node(uid)?.props['account']);
  return new Set(known.filter((account) => typeof account === 'string'));
}

function says(view: View, finding: Finding, text: string): boolean {
  const name = (uid: string) => nameOf(view.node(uid) ?? { uid, props: {} });
  const { id, rule, title, legs, entry, target, steps } = finding;
  const ends = [entry, target, ...steps].flatMap((uid) => [uid, name(uid)]);
  return [id, rule, title, ...legs, ...ends].some((part) => part.toLowerCase().includes(text));
}

const passes = ({ entry, target, steps, restsOn }: Finding, id: string) =>
  entry === id || target === id || steps.includes(id) || restsOn.includes(id);

/** The findings that a filter means, in no particular order. */
export function filtered(findings: Findings, view: View, filter: FindingFilter): Finding[] {
  const status = filter.status ?? 'open';
  const openAt = filter.openAt == null ? null : Date.parse(filter.openAt);
  const stands = (finding: Finding) =>
    openAt === null ? status === 'all' || finding.status === status : openAsOf(finding, openAt);
  const text = filter.text?.trim().toLowerCase();
  const { account, over } = filter;
  return [...findings.values()].filter(
    (finding) =>
      stands(finding) &&
      within(filter.severity, finding.severity) &&
      within(filter.rule, finding.rule) &&
      within(filter.state, finding.state) &&
      same(filter.entry, finding.entry) &&
      same(filter.target, finding.target) &&
      (over == null || passes(finding, over)) &&
      (!account?.length || account.some((one) => accountsOf(view, finding).has(one))) &&
      (!text || says(view, finding, text)),
  );
}

const lastTurn = ({ history }: Finding) => history.at(-1)?.at ?? 0;

/** Ways to order findings; every one ends in a fixed order. */
export const findingOrders = {
  score: byScore,
  newest: (a: Finding, b: Finding) => (openedAt(b) ?? 0) - (openedAt(a) ?? 0) || byScore(a, b),
  oldest: (a: Finding, b: Finding) => (openedAt(a) ?? 0) - (openedAt(b) ?? 0) || byScore(a, b),
  changed: (a: Finding, b: Finding) => lastTurn(b) - lastTurn(a) || byScore(a, b),
  rule: (a: Finding, b: Finding) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : byScore(a, b)),
} as const;
