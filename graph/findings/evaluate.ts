import type { Reachable } from '../projection/reachable.ts';
import type { PathAnswer, PathQuery, ReachQuery } from '../projection/search.ts';
import type { Rule } from '../rules/rule.ts';
import type { Store } from '../store/store.ts';
import type { View } from '../view.ts';
import { compose, type Around } from './compose.ts';
import { confirm, threadOf } from './confirm.ts';
import { exposureOf } from './exposure.ts';
import type { Finding } from './finding.ts';
import { impactsOf } from './impact.ts';
import type { ProposalMemory } from './proposal-memory.ts';
import { propose } from './propose.ts';
import type { ThreadMemory } from './thread-memory.ts';
import { threadIn, type Thread } from './thread.ts';

/** Of how many a rule spoke. */
export interface Population {
  /** What its population query counted; null where the rule did not run. */
  of: number | null;
  /** Rows that the rule proposed, before the search confirmed any. */
  rows: number;
  /** What was left out and why, or null where the answer is whole. */
  truncated: string | null;
  /** Milliseconds that the rule and its confirmation took. */
  ms: number;
}

/** What evaluating needs of the projection. */
export interface Search {
  paths(query: PathQuery): PathAnswer;
  reachable(query: ReachQuery): Pick<Reachable, 'at'>;
}

export interface Evaluation {
  store: Pick<Store, 'read'>;
  view: View;
  projection: Search;
  rules: readonly Rule[];
  /** Answers of earlier evaluations that still hold. */
  memory?: Memory;
  /** Now, in milliseconds since 1970: what is old is old as of then. */
  at: number;
}

/** What is kept from one evaluation to the next. */
export interface Memory {
  threads: ThreadMemory;
  proposals: ProposalMemory;
}

interface Shared extends Around {
  thread: Thread;
}

/** What all findings of one evaluation share. */
function sharedBy({ view, projection, memory }: Evaluation): Shared {
  const exposure = exposureOf((query) => projection.reachable(query));
  return {
    view,
    thread: threadIn(view, (query) => projection.paths(query), memory?.threads),
    impactAt: impactsOf(view),
    exposureAt: (uid, needs) => {
      const node = view.node(uid);
      return node ? exposure(node, needs) : { start: 0, untrusted: false };
    },
  };
}

/** Proposals of one rule that are looked at. */
const most = 5_000;

/** Findings of one rule, and of how many it spoke. */
async function evaluateRule({ store, at, memory }: Evaluation, shared: Shared, rule: Rule) {
  const started = performance.now();
  const known = memory && { memory: memory.proposals, view: shared.view };
  const { proposals, of, rows, truncated } = await propose(store, rule, at, known);
  const thread = threadOf(shared.thread, shared.view, rule);
  const findings: Finding[] = [];
  let undecided = Math.max(0, proposals.length - most);
  for (const proposal of proposals.slice(0, most)) {
    if (rule.path === 'none') {
      findings.push(compose(shared, rule, proposal, null));
      continue;
    }
    const confirmation = confirm(thread, proposal);
    if (confirmation === 'undecided') undecided++;
    else if (confirmation) findings.push(compose(shared, rule, proposal, { confirmation, thread }));
  }
  const left = undecided > 0 ? `${undecided} of ${proposals.length} proposals undecided` : null;
  const population: Population = {
    of,
    rows,
    truncated: [truncated, left].filter(Boolean).join('; ') || null,
    ms: performance.now() - started,
  };
  return { findings, population };
}

/**
 * Every finding of the rules, by id: the store proposes, the search confirms. Reads, and writes
 * nothing. The same graph gives the same findings whatever the order of rows. A rule that fails
 * does not throw: its population says so.
 */
export async function evaluate(
  evaluation: Evaluation,
): Promise<{ findings: Finding[]; populations: Map<string, Population> }> {
  const shared = sharedBy(evaluation);
  const findings: Finding[] = [];
  const populations = new Map<string, Population>();
  for (const rule of evaluation.rules) {
    const result = await evaluateRule(evaluation, shared, rule);
    findings.push(...result.findings);
    populations.set(rule.id, result.population);
  }
  findings.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { findings, populations };
}
