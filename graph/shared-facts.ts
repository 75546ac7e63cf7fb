import type { Edge, EdgeFacts } from './entity.ts';
import type { EdgeKind } from './schema/index.ts';

const names = Object.keys({
  basis: true,
  conditional: true,
  conditionKeys: true,
  because: true,
  props: true,
  evidence: true,
  firstSeen: true,
  lastSeen: true,
  count: true,
} satisfies Record<keyof EdgeFacts, true>) as (keyof EdgeFacts)[];

const isEmpty = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  for (const _ in value) return false;
  return true;
};

const alike = (a: EdgeFacts, b: EdgeFacts): boolean =>
  names.every((name) => a[name] === b[name] || (isEmpty(a[name]) && isEmpty(b[name])));

const factsOf = ({ id: _, kind: __, from: ___, to: ____, ...facts }: Edge): EdgeFacts => facts;

/** Of each kind, facts that are looked at: edges that share theirs come close together. */
const latest = 4;

/** Facts of edges, as far as possible each once: those of one claim mostly have the same. */
export class SharedFacts {
  readonly #byKind = new Map<EdgeKind, EdgeFacts[]>();

  of(edge: Edge): EdgeFacts {
    let recent = this.#byKind.get(edge.kind);
    if (!recent) this.#byKind.set(edge.kind, (recent = []));
    const known = recent.find((facts) => alike(facts, edge));
    if (known) return known;
    const facts = factsOf(edge);
    if (recent.unshift(facts) > latest) recent.pop();
    return facts;
  }
}
