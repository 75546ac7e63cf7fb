import type { Estate } from '../graph/estate.ts';
import { remedyOf, type Remedy } from '../graph/whatif/remedy.ts';
import {
  severities,
  type Finding,
  type Severity,
  type Transition,
} from '../graph/findings/finding.ts';
import { isSilent, type Freshness } from '../graph/freshness.ts';
import { nameOf } from '../graph/view.ts';
import type { Closing } from '../graph/whatif/closing.ts';

/** A finding as a report tells it, names in place of ids. */
export interface ReportFinding {
  id: string;
  rule: string;
  title: string;
  severity: Severity;
  status: Finding['status'];
  score: number;
  state: Finding['state'];
  entry: string;
  target: string;
  /** Ids of both ends. */
  entryUid: string;
  targetUid: string;
  sentences: string[];
  legs: string[];
  fix: Remedy;
  frameworks: Record<string, string[]>;
  unknown: string[];
  openedAt: number | null;
  lastChange: Transition | null;
}

/** All that a report says; every format renders this. Times are milliseconds since 1970. */
export interface ReportModel {
  estate: string;
  /** When it was made, and what the estate knew then. */
  at: number;
  /** When the last report was made; null for the first. */
  since: number | null;
  headline: string;
  counts: Record<Severity, number>;
  opened: ReportFinding[];
  closed: ReportFinding[];
  reopened: ReportFinding[];
  top: ReportFinding[];
  /** All that are open, the highest score first. */
  open: ReportFinding[];
  rules: { id: string; title: string; open: number; of: number | null; truncated: string | null }[];
  sources: (Freshness & { silent: boolean })[];
  collected: { nodes: number; edges: number; notCollected: number };
}

export interface ReportOptions {
  /** Name of the estate on the page. */
  name: string;
  at: number;
  /** Time of the last report. */
  since: number | null;
  /** What ends the paths of findings, by their ids, as far as it was looked for. */
  closings?: ReadonlyMap<string, Closing>;
}

type Facts = Pick<Estate, 'view' | 'findings' | 'rules' | 'populations'>;

const byScore = (a: Finding, b: Finding) => b.score - a.score || (a.id < b.id ? -1 : 1);

/** Findings that are told in full. */
const mostInFull = 10;

/** The open findings of the highest scores, which are told in full. */
export const highest = (findings: Iterable<Finding>): Finding[] =>
  [...findings]
    .filter(({ status }) => status === 'open')
    .sort(byScore)
    .slice(0, mostInFull);

function tell({ view }: Facts, finding: Finding, closing: Closing | null): ReportFinding {
  const name = (uid: string) => nameOf(view.node(uid) ?? { uid, props: {} });
  const { id, rule, title, severity, status, score, state, sentences, legs, frameworks } = finding;
  const opened = finding.history.findLast(({ status: turn }) => turn !== 'closed');
  return {
    id,
    rule,
    title,
    severity,
    status,
    score,
    state,
    sentences,
    legs,
    frameworks,
    entry: name(finding.entry),
    target: name(finding.target),
    entryUid: finding.entry,
    targetUid: finding.target,
    fix: remedyOf(view, finding, closing),
    unknown: finding.unknown,
    openedAt: opened?.at ?? null,
    lastChange: finding.history.at(-1) ?? null,
  };
}

const plural = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

/** One sentence with numbers. Says unknown where nothing was collected or a source is silent. */
function headlineOf(
  counts: ReportModel['counts'],
  open: number,
  silent: number,
  nodes: number,
): string {
  if (nodes === 0) return 'Nothing is known: no record has been collected yet.';
  const quiet =
    silent > 0
      ? ` ${plural(silent, 'source')} ${silent === 1 ? 'is' : 'are'} silent, so more may be open.`
      : '';
  if (open === 0) return `No toxic combination is open in what was collected.${quiet}`;
  const worst = severities.filter((s) => counts[s] > 0).map((s) => `${counts[s]} ${s}`);
  return `${plural(open, 'toxic combination')} ${open === 1 ? 'is' : 'are'} open: ${worst.join(', ')}.${quiet}`;
}

/** The report on an estate as it stands. Pure: the same estate and times give the same report. */
export function reportOn(
  facts: Facts,
  sources: readonly Freshness[],
  { name, at, since, closings = new Map() }: ReportOptions,
): ReportModel {
  const all = [...facts.findings.values()].sort(byScore);
  const open = all.filter(({ status }) => status === 'open');
  const told = (list: Finding[]) =>
    list.map((finding) => tell(facts, finding, closings.get(finding.id) ?? null));
  const turned = (turn: Transition['status'], status: Finding['status']) =>
    told(
      all.filter(({ history, status: now }) => {
        const last = history.at(-1);
        return (
          now === status && last?.status === turn && (since === null || last.noticedAt > since)
        );
      }),
    );
  const counts = Object.fromEntries(
    severities.map((s) => [s, open.filter(({ severity }) => severity === s).length]),
  ) as ReportModel['counts'];
  const spoken = sources.map((source) => ({ ...source, silent: isSilent(source, at) }));
  const stubs = [...facts.view.nodes()].filter(({ stub }) => stub).length;
  const described = facts.view.size.nodes - stubs - 1;
  return {
    estate: name,
    at,
    since,
    headline: headlineOf(
      counts,
      open.length,
      spoken.filter(({ silent }) => silent).length,
      described,
    ),
    counts,
    opened: turned('opened', 'open'),
    closed: turned('closed', 'closed'),
    reopened: turned('reopened', 'open'),
    top: told(highest(open)),
    open: told(open),
    rules: facts.rules.map(({ id, title }) => ({
      id,
      title,
      open: open.filter(({ rule }) => rule === id).length,
      of: facts.populations.get(id)?.of ?? null,
      truncated: facts.populations.get(id)?.truncated ?? null,
    })),
    sources: spoken,
    collected: { nodes: described, edges: facts.view.size.edges, notCollected: stubs },
  };
}
