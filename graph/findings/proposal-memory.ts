import type { Delta } from '../rules/delta.ts';
import { livePopulation, liveRows } from '../rules/live-query.ts';
import type { Rule } from '../rules/rule.ts';
import { edgeKindsOf, labelsOf, parametersOf, unlabelledOf } from '../rules/vocabulary.ts';
import type { Params, Row } from '../store/store.ts';
import type { View } from '../view.ts';
import { LiveAnswer } from './live-answer.ts';
import { compareProposals, mostRows, proposalsOf, type Proposed } from './proposal.ts';

/** The parameters of rules. */
export interface RuleParameters extends Params {
  stale: string;
}

/** What the answer to a query depends on. */
interface Reads {
  edges: ReadonlySet<string>;
  labels: ReadonlySet<string>;
  /** It looks at properties of nodes whose kind it does not say. */
  any: boolean;
}

interface Kept<Value, Part> {
  /** Null where the query can only be asked whole. */
  live: LiveAnswer<Part> | null;
  reads: Reads;
  /** Of which staleness it tells; null where it does not depend on that. */
  stale: string | null;
  value: Value;
}

type KeptRule = Kept<Proposed, Proposed> & { rule: Rule };
type KeptPopulation = Kept<number, true>;

const written = ['Finding', 'Control'];

const readsOf = (cypher: string): Reads => ({
  edges: new Set(edgeKindsOf(cypher)),
  labels: new Set(labelsOf(cypher)),
  any: unlabelledOf(cypher).length > 0,
});

const dependsOnStale = (cypher: string) => parametersOf(cypher).includes('stale');

/** True where a change can make the answer another. */
const concerns = ({ edges, labels, any }: Reads, delta: Delta): boolean =>
  delta.nodes.some(({ before, after }) =>
    [before, after].some((node) => any || labels.has(node?.kind ?? '')),
  ) || delta.edges.some(({ kind }) => edges.has(kind));

/** Proposals on one entry; those that say the same as before are the same. */
function proposedAgain(rows: readonly Row[], before: Proposed | undefined): Proposed {
  const now = proposalsOf(rows);
  const known = new Map(before?.proposals.map((proposal) => [proposal.target, proposal]));
  const proposals = now.proposals.map((proposal) => {
    const old = known.get(proposal.target);
    return old && JSON.stringify(old.steps) === JSON.stringify(proposal.steps) ? old : proposal;
  });
  return { ...now, proposals };
}

function joined(parts: Iterable<Proposed>): Proposed {
  const all = [...parts];
  return {
    proposals: all.flatMap(({ proposals }) => proposals).sort(compareProposals),
    rows: all.reduce((sum, { rows }) => sum + rows, 0),
    unreadable: all.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

const copied = <P, K extends { live: LiveAnswer<P> | null }>(
  known: ReadonlyMap<string, K & { live: LiveAnswer<P> | null }>,
): Map<string, K> =>
  new Map([...known].map(([key, kept]) => [key, { ...kept, live: kept.live?.copy() ?? null }]));

/** What rules proposed, from one evaluation to the next; only what changes concern is found anew. */
export class ProposalMemory {
  #rules = new Map<string, KeptRule>();
  #populations = new Map<string, KeptPopulation>();

  /** The same answers for a state of its own. */
  copy(): ProposalMemory {
    const copy = new ProposalMemory();
    copy.#rules = copied(this.#rules);
    copy.#populations = copied(this.#populations);
    return copy;
  }

  /** What a rule proposes by what is known; undefined where the store must be asked. */
  rule(rule: Rule, view: View, parameters: RuleParameters): Proposed | undefined {
    const kept = this.#rules.get(rule.id);
    if (kept?.rule !== rule || (kept.stale ?? parameters.stale) !== parameters.stale) return;
    if (kept.live?.refresh(view, parameters)) kept.value = joined(kept.live.parts.values());
    const { rows, unreadable } = kept.value;
    if (unreadable === 0 && rows <= mostRows) return kept.value;
    this.#rules.delete(rule.id);
    return;
  }

  /** Keeps the whole answer that the store gave. */
  keepRule(rule: Rule, rows: readonly Row[], value: Proposed, { stale }: RuleParameters): void {
    if (labelsOf(rule.query).some((label) => written.includes(label))) return;
    const query = liveRows(rule.query);
    const live = query && LiveAnswer.of(query, rows, proposedAgain);
    this.#rules.set(rule.id, {
      rule,
      live,
      reads: readsOf(rule.query),
      stale: dependsOnStale(rule.query) ? stale : null,
      value: live ? joined(live.parts.values()) : value,
    });
  }

  /** Size of the population that a query counts, as `rule`. */
  population(of: string, view: View, parameters: RuleParameters): number | undefined {
    const kept = this.#populations.get(of);
    if (!kept || (kept.stale ?? parameters.stale) !== parameters.stale) return;
    if (kept.live?.refresh(view, parameters)) kept.value = kept.live.parts.size;
    return kept.value;
  }

  /** Keeps its size; `rows`: all that it counts, where they could be listed. */
  keepPopulation(
    of: string,
    rows: readonly Row[] | null,
    value: number,
    { stale }: RuleParameters,
  ): void {
    if (labelsOf(of).some((label) => written.includes(label))) return;
    const query = livePopulation(of);
    this.#populations.set(of, {
      live: query && rows && LiveAnswer.of(query, rows, () => true as const),
      reads: readsOf(of),
      stale: dependsOnStale(of) ? stale : null,
      value,
    });
  }

  clear(): void {
    this.#rules.clear();
    this.#populations.clear();
  }

  /**
   * Notes what changes concern. To be called before the view takes them in, and what it returns
   * after.
   */
  note(delta: Delta, view: View): () => void {
    const left = [this.#rules, this.#populations].map((known) => {
      const after = new Map<string, () => boolean>();
      for (const [key, { live, reads }] of known)
        if (live) after.set(key, live.note(delta, view));
        else if (concerns(reads, delta)) known.delete(key);
      return () => {
        for (const [key, holds] of after) if (!holds()) known.delete(key);
      };
    });
    return () => {
      for (const finish of left) finish();
    };
  }
}
