import type { BestAnswer, BestQuery, Likelihoods, State } from '../projection/search.ts';
import type { Rule } from '../rules/rule.ts';
import { breathing } from '../steps.ts';
import type { Stopwatch } from '../stopwatch.ts';
import type { Store } from '../store/store.ts';
import type { View } from '../view.ts';
import { compose, type Around } from './compose.ts';
import { confirm, threadOf, type RuleThread } from './confirm.ts';
import type { EvaluationMemory } from './evaluation-memory.ts';
import { exposureOf } from './exposure.ts';
import type { AskedExposure, Outcome } from './finding-memory.ts';
import type { Finding } from './finding.ts';
import { impactsOf } from './impact.ts';
import type { Proposal } from './proposal.ts';
import { propose } from './propose.ts';
import { harmAt, Sight, walked } from './sight.ts';
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
  best(query: BestQuery): BestAnswer;
  likelihoods(from: State, above: number): Likelihoods;
}

export interface Evaluation {
  store: Pick<Store, 'read'>;
  view: View;
  projection: Search;
  rules: readonly Rule[];
  /** Answers of earlier evaluations that still hold. */
  memory?: EvaluationMemory;
  watch?: Stopwatch;
  /** Now, in milliseconds since 1970: what is old is old as of then. */
  at: number;
}

interface Shared extends Around {
  /** As the view of what composes a finding; it tells what was read. */
  view: Sight;
  thread: Thread;
  /** Exposures that `exposureAt` told since this was last emptied. */
  exposures: AskedExposure[];
  /** The same as `exposureAt` tells; that it was told is not noted. */
  exposureNow: Around['exposureAt'];
}

/** What all findings of one evaluation share. */
function sharedBy({ view, projection, memory }: Evaluation): Shared {
  const sight = new Sight(view);
  const exposure = exposureOf((from, above) => projection.likelihoods(from, above));
  const impactAt = impactsOf(view, memory?.impacts);
  const exposures: AskedExposure[] = [];
  const exposureNow: Around['exposureAt'] = (uid, needs) => {
    const node = view.node(uid);
    return node ? exposure(node, needs) : { start: 0, untrusted: false };
  };
  return {
    view: sight,
    thread: threadIn(
      sight,
      (query) => projection.best(query),
      memory?.threads,
      (from, to) => {
        sight.note(walked(from, to));
      },
    ),
    impactAt(state, depth) {
      sight.note(harmAt(state.uid));
      return impactAt(state, depth);
    },
    exposures,
    exposureNow,
    exposureAt(uid, needs) {
      const told = exposureNow(uid, needs);
      exposures.push({ uid, needs, told });
      return told;
    },
  };
}

/** What comes of a proposal: its finding, where a path confirms it or none is needed. */
function outcomeOf(shared: Shared, rule: Rule, thread: RuleThread, proposal: Proposal): Outcome {
  if (rule.path === 'none') return compose(shared, rule, proposal, null);
  const confirmation = confirm(thread, proposal);
  if (confirmation === null || confirmation === 'undecided') return confirmation;
  return compose(shared, rule, proposal, { confirmation, thread });
}

/** The outcome as it is remembered, or found anew and remembered with all that it hangs on. */
function remembered(
  shared: Shared,
  memory: EvaluationMemory | undefined,
  { rule, proposal }: { rule: Rule; proposal: Proposal },
  find: () => Outcome,
): Outcome {
  const known = memory?.findings.get(rule, proposal, shared.exposureNow);
  if (known !== undefined) return known;
  shared.exposures.length = 0;
  const { result, reads } = shared.view.during(() => {
    for (const uid of proposal.steps.flat()) shared.view.note(uid);
    return find();
  });
  const exposures = [...shared.exposures];
  memory?.findings.keep({ rule, proposal, outcome: result, reads, exposures });
  return result;
}

/** Proposals of one rule that are looked at. */
const most = 5_000;

/** Findings of one rule, and of how many it spoke. */
async function evaluateRule(
  { store, view, at, memory, watch }: Evaluation,
  shared: Shared,
  rule: Rule,
) {
  const started = performance.now();
  const known = memory && { memory: memory.proposals, view };
  const { proposals, of, rows, truncated } = await propose(store, rule, at, known);
  watch?.lap('propose');
  const thread = threadOf(shared.thread, view, rule);
  const findings: Finding[] = [];
  let undecided = Math.max(0, proposals.length - most);
  for (const proposal of proposals.slice(0, most)) {
    const outcome = remembered(shared, memory, { rule, proposal }, () =>
      outcomeOf(shared, rule, thread, proposal),
    );
    if (outcome === 'undecided') undecided++;
    else if (outcome) findings.push(outcome);
  }
  watch?.lap('confirm and compose');
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
  const breathe = breathing();
  for (const rule of evaluation.rules) {
    await breathe();
    const result = await evaluateRule(evaluation, shared, rule);
    findings.push(...result.findings);
    populations.set(rule.id, result.population);
  }
  evaluation.memory?.findings.sweep();
  findings.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { findings, populations };
}
