import { edgeIdOf } from '../claim.ts';
import type { Edge, Node } from '../entity.ts';
import type { EdgeKind } from '../schema/index.ts';
import type { Readable } from '../view.ts';
import type { Literal } from './pattern.ts';
import type { Step } from './plan.ts';
import type { Link, Place } from './query.ts';
import { hasLabel, propertyOf, valueOf, type Bound, type Frame } from './value.ts';

const agrees = (thing: unknown, props: Record<string, Literal>) =>
  Object.entries(props).every(([name, value]) => propertyOf(thing, name) === value);

const fits = (node: Node, place: Place) =>
  (place.label === '' || hasLabel(node, place.label)) && agrees(node, place.props);

/** Edges of a link that leave a node in its direction, or arrive where `back`. */
const edgesAt = (graph: Readable, uid: string, { kinds }: Link, back: boolean): Edge[] =>
  (kinds as EdgeKind[]).flatMap((kind) => (back ? graph.in(uid, kind) : graph.out(uid, kind)));

/** The one edge of each kind between two nodes. */
const edgesBetween = (graph: Readable, { kinds }: Link, from: string, to: string): Edge[] =>
  (kinds as EdgeKind[]).flatMap((kind) => graph.edge(edgeIdOf(kind, from, to)) ?? []);

/** Calls back with each node at which a link from a node ends; true from the callback stops. */
function follow(
  graph: Readable,
  link: Link,
  {
    uid,
    back,
    hops = 0,
    last = null,
  }: { uid: string; back: boolean; hops?: number; last?: Edge | null },
  used: Set<string>,
  each: (uid: string, last: Edge | null) => boolean,
): boolean {
  if (hops >= link.least && each(uid, last)) return true;
  if (hops >= link.most) return false;
  for (const edge of edgesAt(graph, uid, link, back)) {
    if (used.has(edge.id) || !agrees(edge, link.props)) continue;
    used.add(edge.id);
    const next = { uid: back ? edge.from : edge.to, back, hops: hops + 1, last: edge };
    const stop = follow(graph, link, next, used, each);
    used.delete(edge.id);
    if (stop) return true;
  }
  return false;
}

/**
 * Matches a plan with what its slots are bound to, and calls back for each match; true from the
 * callback stops. Slots are as they were afterwards. One match takes no relationship twice.
 */
export function solve(
  graph: Readable,
  plan: readonly Step[],
  slots: Bound[],
  frame: Frame,
  each: () => boolean,
): boolean {
  const used = new Set<string>();

  const holds = ({ where, checks }: Step) =>
    checks.every((place) => {
      const node = slots[place.slot];
      return node !== null && typeof node === 'object' && fits(node as Node, place);
    }) && where.every((condition) => valueOf(condition, frame) === true);

  function next(at: number): boolean {
    const step = plan[at];
    if (!step) return each();
    return step.link ? along(step, step.link, at) : holds(step) && next(at + 1);
  }

  function along(step: Step, link: Link, at: number): boolean {
    const [from, to] = [slots[link.from], slots[link.to]] as (Node | null | undefined)[];
    const back = from === undefined;
    const start = back ? to : from;
    const goal = back ? link.from : link.to;
    if (!start) return false;
    const bound = slots[goal] as Node | null | undefined;
    const arrive = (uid: string, edge: Edge | null): boolean => {
      const node = graph.node(uid);
      if (!node || (bound !== undefined && bound?.uid !== uid)) return false;
      if (step.place && bound === undefined && !fits(node, step.place)) return false;
      slots[goal] = node;
      slots[link.slot] = edge;
      const stop = holds(step) && next(at + 1);
      slots[goal] = bound;
      slots[link.slot] = undefined;
      return stop;
    };
    if (link.least === 1 && link.most === 1 && bound) {
      const [a, b] = back ? [bound.uid, start.uid] : [start.uid, bound.uid];
      return edgesBetween(graph, link, a, b).some((edge) => {
        if (used.has(edge.id) || !agrees(edge, link.props)) return false;
        used.add(edge.id);
        const stop = arrive(bound.uid, edge);
        used.delete(edge.id);
        return stop;
      });
    }
    return follow(graph, link, { uid: start.uid, back }, used, arrive);
  }

  return next(0);
}
