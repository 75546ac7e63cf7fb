import { edgeKindsOf, labelsOf, parametersOf, unlabelledOf } from '../rules/vocabulary.ts';
import type { Rule } from '../rules/rule.ts';
import type { View } from '../view.ts';
import type { Changes } from '../workspace.ts';
import type { Proposals } from './propose.ts';

/** What the answer of a rule depends on. */
interface Reads {
  edges: ReadonlySet<string>;
  labels: ReadonlySet<string>;
  /** It looks at properties of nodes whose kind it does not say. */
  any: boolean;
  /** It depends on the time, or on findings: then it is asked each time. */
  fleeting: boolean;
}

const written = ['Finding', 'Control'];

function readsOf({ query, of }: Rule): Reads {
  const texts = [query, of];
  const labels = new Set(texts.flatMap(labelsOf));
  return {
    edges: new Set(texts.flatMap(edgeKindsOf)),
    labels,
    any: texts.some((text) => unlabelledOf(text).length > 0),
    fleeting:
      written.some((label) => labels.has(label)) ||
      texts.some((text) => parametersOf(text).includes('stale')),
  };
}

const kindOf = (edge: string) => edge.slice(0, edge.indexOf('|'));

/** True where a change can make a rule propose something else; `view` is as it was before. */
function concerns(
  { edges, labels, any }: Reads,
  changes: Changes,
  view: Pick<View, 'node'>,
): boolean {
  const was = (uid: string) => labels.has(view.node(uid)?.kind ?? '');
  return (
    changes.nodes.some(({ uid, kind }) => any || labels.has(kind) || was(uid)) ||
    changes.goneNodes.some((uid) => any || was(uid)) ||
    changes.edges.some(({ kind }) => edges.has(kind)) ||
    changes.goneEdges.some((id) => edges.has(kindOf(id)))
  );
}

interface Known {
  rule: Rule;
  reads: Reads;
  proposals: Proposals;
}

/** What rules proposed, from one evaluation to the next. */
export class ProposalMemory {
  readonly #known: Map<string, Known>;

  constructor(known: Iterable<readonly [string, Known]> = []) {
    this.#known = new Map(known);
  }

  /** The same answers for a state of its own. */
  copy(): ProposalMemory {
    return new ProposalMemory(this.#known);
  }

  get(rule: Rule): Proposals | undefined {
    const known = this.#known.get(rule.id);
    return known?.rule === rule ? known.proposals : undefined;
  }

  /** Keeps a whole answer that no time changes. */
  keep(rule: Rule, proposals: Proposals): void {
    const reads = readsOf(rule);
    if (proposals.truncated === null && !reads.fleeting)
      this.#known.set(rule.id, { rule, reads, proposals });
  }

  /** Forgets what rules proposed that the changes concern; before the view catches up with them. */
  forget(changes: Changes, view: Pick<View, 'node'>): void {
    for (const [id, { reads }] of this.#known)
      if (concerns(reads, changes, view)) this.#known.delete(id);
  }
}
