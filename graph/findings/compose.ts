import type { Edge } from '../entity.ts';
import { harmful, type Capability } from '../schema/capability.ts';
import type { Hop, Path, State } from '../projection/search.ts';
import { edgeKinds, nodeKinds } from '../schema/index.ts';
import type { Rule } from '../rules/rule.ts';
import { nameOf, type Readable } from '../view.ts';
import type { Confirmation, RuleThread } from './confirm.ts';
import type { Exposure } from './exposure.ts';
import { findingId } from './finding-id.ts';
import type { Finding } from './finding.ts';
import { fixOf } from './fix.ts';
import { edgesAmong, evidenceOf, groundsOf, idsOf, unknownsOf } from './grounds.ts';
import { sentenceOf } from './narrate.ts';
import { pathState } from './path-state.ts';
import { priors } from './priors.ts';
import type { Proposal } from './proposal.ts';
import { scoreOf } from './score.ts';
import { severityOf } from './severity.ts';

/** What composing a finding reads. */
export interface Around {
  view: Readable;
  impactAt: (state: State, depth?: number) => number;
  /** How exposed a start is where an attacker needs to hold the capability. */
  exposureAt: (uid: string, needs: Capability) => Exposure;
}

const uidsOf = ({ hops }: Path) => [hops[0]?.from ?? '', ...hops.map(({ to }) => to)];

/** Ends of an edge as nodes; one that is gone keeps its id as name. */
const ends = (view: Readable, { from, to }: Edge) => {
  const stub = (uid: string) => view.node(uid) ?? { uid, props: {} };
  return [stub(from), stub(to)] as const;
};

const conditionOf = (view: Readable, { edge: id, conditional }: Hop): string | null =>
  conditional ? (view.edge(id)?.conditionKeys.join(',') ?? '') : null;

/** What is held in the end: by the path, or what an attacker who starts at the last step holds. */
function endOf(view: Readable, path: Path | null, last: string): State {
  const hop = path?.hops.at(-1);
  if (hop) return { uid: hop.to, capability: hop.gains };
  return { uid: last, capability: nodeKinds[view.node(last)?.kind ?? 'Endpoint'].owned };
}

/** The finding of a rule for an entry and a target; `confirmed` is null for a posture rule. */
export function compose(
  around: Around,
  rule: Rule,
  { entry, target, steps: lists }: Proposal,
  confirmed: { confirmation: Confirmation; thread: RuleThread } | null,
): Finding {
  const { view, impactAt, exposureAt } = around;
  const confirmation = confirmed?.confirmation;
  const path = confirmation?.path ?? null;
  const steps = confirmation?.steps ?? lists[0] ?? [];
  const edges = path
    ? path.hops.flatMap(({ edge }) => view.edge(edge) ?? [])
    : edgesAmong(view, steps);
  const grounds = groundsOf(view, path ? uidsOf(path) : steps, edges);
  const hops = path?.hops ?? [];

  const start = view.node(steps[0] ?? entry);
  // A posture says nothing of how it is used: reaching it is exposure enough.
  const needs = confirmation && start ? nodeKinds[start.kind].owned : 'R';
  const exposure = exposureAt(steps[0] ?? entry, needs);
  const end = endOf(view, path, steps.at(-1) ?? target);
  const passed = hops.map(({ to, gains }) => impactAt({ uid: to, capability: gains }, 0));
  const impact = Math.max(impactAt(end), ...passed);
  const state = pathState(edges);
  const severity = severityOf({
    declared: rule.severity,
    // Without a path nothing proves that who comes from outside gets that far.
    untrusted: exposure.untrusted && path !== null,
    strong: harmful.includes(end.capability) && impact >= priors.strong,
    uncertain: edges.some(({ conditional, basis }) => conditional || basis === 'inferred'),
    state,
  });
  return {
    id: findingId(rule.id, entry, target),
    rule: rule.id,
    title: rule.title,
    severity,
    status: 'open',
    state,
    ...scoreOf({
      start: exposure.start,
      hops: hops.map((hop) => ({
        gains: hop.gains,
        likelihood: hop.probability,
        condition: conditionOf(view, hop),
      })),
      impact,
      severity,
    }),
    confidence: Math.min(...[...edges.map(({ basis }) => priors.confidence[basis]), 1]),
    entry,
    target,
    steps,
    path,
    variants: (confirmation?.lists ?? lists).length,
    sentences: edges.map((edge) => sentenceOf(edge, ...ends(view, edge))),
    techniques: edges.map(({ kind }) => [...edgeKinds[kind].techniques]),
    legs: rule.legs,
    frameworks: { ...rule.frameworks } as Record<string, string[]>,
    fix:
      confirmed && path
        ? fixOf({ view, thread: confirmed.thread, lists }, path, rule.fix)
        : { say: rule.fix, causes: [], edge: null },
    history: [],
    evidence: evidenceOf(grounds),
    restsOn: idsOf(grounds),
    unknown: unknownsOf(grounds, nameOf),
  };
}
