import { pick } from '../../../bench/random.ts';
import { edgeIdOf, type Claim, type EdgeClaim, type NodeClaim } from '../../../graph/claim.ts';
import { claimOf, exampleOf } from '../../../graph/rules/example.ts';
import type { Rule } from '../../../graph/rules/rule.ts';
import { edgeKindsOf } from '../../../graph/rules/vocabulary.ts';
import { edgeCheck, isEdgeKind, joins, nodeCheck } from '../../../graph/schema/index.ts';

/** What the example of a rule is made of. */
export type Thing = NodeClaim | EdgeClaim;

export const isEdge = (thing: Thing): thing is EdgeClaim => 'from' in thing;

/** The id of a thing in the graph. */
export const idOf = (thing: Thing) =>
  isEdge(thing) ? edgeIdOf(thing.kind, thing.from.uid, thing.to.uid) : thing.uid;

/** What an owner says of one thing, or no longer says. */
export const claimOn = (thing: Thing, when: number, gone = false): Claim => ({
  ...{ owner: 'test', subject: idOf(thing), at: when, mode: 'state' },
  nodes: gone || isEdge(thing) ? [] : [thing],
  edges: gone || !isEdge(thing) ? [] : [thing],
  evidence: { source: 'test', record: 'test' },
});

/** The example of a rule several times over; copies share what is named in `shared`. */
export function copies(
  rule: Rule,
  count: number,
  shared: (uid: string, copy: number) => boolean,
): Thing[] {
  const { nodes, edges } = claimOf(exampleOf(rule).fires);
  const things = new Map<string, Thing>();
  for (let copy = 0; copy < count; copy++) {
    const uid = (was: string) =>
      was === 'internet' ? was : `${rule.id}:${was}${shared(was, copy) ? '' : `/${copy}`}`;
    const all: Thing[] = [
      ...nodes.map((node) => ({ ...node, uid: uid(node.uid) })),
      ...edges.map((edge) => ({
        ...edge,
        from: { ...edge.from, uid: uid(edge.from.uid) },
        to: { ...edge.to, uid: uid(edge.to.uid) },
      })),
    ];
    for (const thing of all) things.set(idOf(thing), thing);
  }
  return [...things.values()];
}

/** Values that a rule may ask for: those in its text, and what else its properties may be. */
function valuesIn({ query, of, example, safe }: Rule): unknown[] {
  const texts = [query, of, example, ...safe].join('\n').matchAll(/'([^']*)'/g);
  return [...new Set([...texts].map(([, text]) => text)), true, false, 0.5, 10];
}

const propsIn = ({ query, of }: Rule) => [
  ...new Set([...`${query} ${of}`.matchAll(/\b\w+\.(\w+)/g)].map(([, name = '']) => name)),
];

/** The thing with another property, or without one; null where the schema has no such. */
function turned(next: () => number, rule: Rule, thing: Thing): Thing | null {
  const name = pick(next, propsIn(rule));
  if (name === undefined) return null;
  const value = next() < 0.3 ? undefined : pick(next, valuesIn(rule));
  const props = { ...thing.props, [name]: value };
  if (value === undefined) delete (props as Record<string, unknown>)[name];
  const check = isEdge(thing) ? edgeCheck[thing.kind] : nodeCheck[thing.kind];
  return check.safeParse(props).success ? ({ ...thing, props } as Thing) : null;
}

/** An edge of a kind that the rule names between two nodes that it may join. */
function joined(next: () => number, rule: Rule, nodes: readonly NodeClaim[]): Thing | null {
  const kind = pick(next, edgeKindsOf(rule.query).filter(isEdgeKind));
  if (kind === undefined || nodes.length === 0) return null;
  const [from, to] = [pick(next, nodes), pick(next, nodes)];
  if (from.uid === to.uid || !joins(kind, from.kind, to.kind)) return null;
  const refOf = ({ kind: of, uid }: NodeClaim) => ({ kind: of, uid });
  return { kind, from: refOf(from), to: refOf(to), props: {} };
}

/** Things that are there and things that were, by id. */
export interface Things {
  here: Map<string, Thing>;
  gone: Map<string, Thing>;
}

/**
 * Makes a few changes on and around the example of a rule, and gives the claims of them: things go,
 * come back, turn, or come anew.
 */
export function edited(
  next: () => number,
  rule: Rule,
  { here, gone }: Things,
  when: number,
): Claim[] {
  const claims = new Map<string, Claim>();
  for (let count = 1 + Math.floor(next() * 3); count > 0 && here.size > 0; count--) {
    const draw = next();
    const [id, thing] = pick<[string, Thing]>(next, [...here]);
    if (draw < 0.3) {
      here.delete(id);
      gone.set(id, thing);
      claims.set(id, claimOn(thing, when, true));
      continue;
    }
    const nodes = [...here.values()].filter((one): one is NodeClaim => !isEdge(one));
    const back = draw < 0.5 ? gone.values().next().value : undefined;
    const made = back ?? (draw < 0.8 ? turned(next, rule, thing) : joined(next, rule, nodes));
    if (!made) continue;
    here.set(idOf(made), made);
    gone.delete(idOf(made));
    claims.set(idOf(made), claimOn(made, when));
  }
  return [...claims.values()];
}
