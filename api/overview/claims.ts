import type { Population } from '../../graph/findings/evaluate.ts';
import type { Finding } from '../../graph/findings/finding.ts';
import type { Rule } from '../../graph/rules/rule.ts';
import { labelsOf } from '../../graph/rules/vocabulary.ts';
import { isNodeKind, type NodeKind } from '../../graph/schema/index.ts';
import type { View } from '../../graph/view.ts';
import { isCollected } from '../../graph/freshness.ts';
import type { SourceState } from '../source-state.ts';
import { age } from './age.ts';
import { countedKind, told } from './population.ts';

export const results = ['refuted', 'unknown', 'proved'] as const;
export type Result = (typeof results)[number];

/** What rules say of an estate in one sentence, and how that stands. */
export interface Claim {
  text: string;
  result: Result;
  /** Of how many it speaks, or why that is unknown. */
  population: string;
  rules: Rule[];
  /** Open findings that refute it. */
  findings: Finding[];
  /** The oldest of the newest records of the sources it rests on, milliseconds since 1970. */
  freshAt: number | null;
}

/** What claims are judged by. */
export interface Known {
  view: View;
  rules: readonly Rule[];
  findings: readonly Finding[];
  populations: ReadonlyMap<string, Population>;
  sources: readonly SourceState[];
  lags: boolean;
  now: number;
}

/** Looks up, by kind, who describes its entities and how many nobody describes. */
function describers(view: View) {
  const known = new Map<NodeKind, { owners: Set<string>; stubs: number }>();
  return (kind: NodeKind) => {
    let found = known.get(kind);
    if (!found) {
      found = { owners: new Set(), stubs: 0 };
      for (const { stub, evidence } of view.nodesOf(kind)) {
        if (stub) found.stubs += 1;
        for (const { owner } of evidence) if (isCollected(owner)) found.owners.add(owner);
      }
      known.set(kind, found);
    }
    return found;
  };
}

const kindsOf = (rule: Rule): NodeKind[] =>
  labelsOf(`${rule.of}\n${rule.query}`).filter((label) => isNodeKind(label));

/** The rule that speaks of most, and of what. */
function spokesman(rules: readonly Rule[], { populations }: Known) {
  const all = rules.map((rule) => ({
    of: populations.get(rule.id)?.of ?? 0,
    kind: countedKind(rule.of),
  }));
  return all.reduce(
    (best, one) => (one.of > best.of ? one : best),
    all[0] ?? { of: 0, kind: null },
  );
}

/** Why nothing can be said although nothing was found; null where something can. */
function doubt(rules: readonly Rule[], quiet: readonly SourceState[], known: Known): string | null {
  if (known.lags) return 'records came in after the rules ran';
  for (const { id } of rules) {
    const population = known.populations.get(id);
    if (!population) return `${id} has not run`;
    if (population.truncated !== null) return `${id}: ${population.truncated}`;
    if (population.of === null) return `${id} could not count what it speaks of`;
  }
  const [worst] = quiet.toSorted((a, b) => a.lastAt - b.lastAt);
  if (worst) return `${worst.owner} silent for ${age(known.now - worst.lastAt)}`;
  return null;
}

function judge(text: string, rules: Rule[], known: Known, describe: ReturnType<typeof describers>) {
  const ids = new Set(rules.map(({ id }) => id));
  const findings = known.findings.filter(({ rule, status }) => ids.has(rule) && status === 'open');
  const described = [...new Set(rules.flatMap(kindsOf))].map(describe);
  const owners = new Set(described.flatMap((one) => [...one.owners]));
  const sources = known.sources.filter(({ owner }) => owners.has(owner));
  const freshAt = sources.length > 0 ? Math.min(...sources.map(({ lastAt }) => lastAt)) : null;
  const { of, kind } = spokesman(rules, known);
  const claim = (result: Result, population: string): Claim => {
    return { text, result, population, rules, findings, freshAt };
  };
  if (findings.length > 0) {
    const passed = new Set(
      findings.flatMap(({ entry, target, steps }) => [entry, target, ...steps]),
    );
    const concerned = [...passed].filter((uid) => known.view.node(uid)?.kind === kind).length;
    const count = `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`;
    return claim('refuted', concerned > 0 ? `${count}, ${concerned} of ${told(of, kind)}` : count);
  }
  const why = doubt(
    rules,
    sources.filter(({ silent }) => silent),
    known,
  );
  if (why !== null) return claim('unknown', why);
  if (of === 0) return claim('unknown', `${told(0, kind)} collected`);
  const stubs = kind === null ? 0 : describe(kind).stubs;
  if (stubs > 0) return claim('unknown', `${told(stubs, kind)} not collected`);
  return claim('proved', `0 of ${told(of, kind)}`);
}

const severity = (result: Result) => results.indexOf(result);

/**
 * Every claim that the rules make, refuted ones first. A claim is proved only where its rules ran
 * whole over something, and every source that it rests on is fresh: unknown is never proved.
 */
export function claimsOf(known: Known): Claim[] {
  const describe = describers(known.view);
  const groups = Map.groupBy(known.rules, (rule) => rule.claim ?? `No case of: ${rule.title}`);
  return [...groups]
    .map(([text, rules]) => judge(text, rules, known, describe))
    .sort(
      (a, b) =>
        severity(a.result) - severity(b.result) ||
        b.findings.length - a.findings.length ||
        (a.text < b.text ? -1 : 1),
    );
}
