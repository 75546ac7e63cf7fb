import type { Differences } from '../projection/differences.ts';
import { deltaOf } from '../rules/delta.ts';
import type { View } from '../view.ts';
import type { Changes } from '../workspace.ts';
import { FindingMemory } from './finding-memory.ts';
import { ImpactMemory } from './impact-memory.ts';
import { deepest, leadsTo } from './impact.ts';
import { ProposalMemory } from './proposal-memory.ts';
import { harmAt, readIds, walked } from './sight.ts';
import { ThreadMemory } from './thread-memory.ts';

/** Changes that are followed at once; beyond, everything is found anew. */
const most = 5_000;

/** What is kept from one evaluation to the next: all that no change since can have altered. */
export class EvaluationMemory {
  readonly proposals: ProposalMemory;
  readonly threads: ThreadMemory;
  readonly findings: FindingMemory;
  readonly impacts = new ImpactMemory();

  constructor(
    proposals = new ProposalMemory(),
    threads = new ThreadMemory(),
    findings = new FindingMemory(),
  ) {
    this.proposals = proposals;
    this.threads = threads;
    this.findings = findings;
  }

  /** The same for a graph of its own; without what hangs on walks where `walks` is false. */
  copy(walks: boolean): EvaluationMemory {
    const proposals = this.proposals.copy();
    return walks
      ? new EvaluationMemory(proposals, this.threads.copy(), this.findings.copy())
      : new EvaluationMemory(proposals);
  }

  /** Lets a view take in changes, and forgets what they may alter. */
  take(changes: Changes, view: View): void {
    const { nodes, edges, goneNodes, goneEdges } = changes;
    if (nodes.length + edges.length + goneNodes.length + goneEdges.length > most) {
      this.proposals.clear();
      this.impacts.clear();
      this.findings.clear();
      view.apply(changes);
      return;
    }
    const delta = deltaOf(changes, view);
    const harmed = this.impacts.note(delta, view, leadsTo, deepest);
    const proposed = this.proposals.note(delta, view);
    view.apply(changes);
    proposed();
    const uids = harmed();
    if (uids === null) this.findings.clear();
    else this.findings.forget([...readIds(changes), ...[...uids].map(harmAt)]);
  }

  /** Forgets what hangs on walks that are no longer as they were, or were not found in time. */
  forgetWalks(differences: Differences): void {
    const pairs = this.threads.forget(differences);
    this.findings.forget(pairs.map(({ from, to }) => walked(from, to)));
  }
}
