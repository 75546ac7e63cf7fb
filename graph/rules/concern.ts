import type { Node } from '../entity.ts';
import type { EdgeKind } from '../schema/index.ts';
import type { Delta } from './delta.ts';
import {
  expressionsOf,
  groupsInside,
  groupsOf,
  matchedBy,
  type Link,
  type Query,
} from './query.ts';
import type { Readable } from '../view.ts';

/** A node that a slot of the query may stand for, from which a change makes itself felt. */
export interface Start {
  slot: number;
  uid: string;
  /** Where the node lies within a chain: the chain may lead on to what the slot stands for. */
  chain?: Towards;
}

/** A link to follow from one end to the other. */
interface Towards {
  link: Link;
  back: boolean;
}

/** The next link on the way from a slot to the one that the rows are about. */
interface Route extends Towards {
  next: number;
  length: number;
}

/** Tells which rows of a query a change can concern, by the node that they are about. */
export interface Concern {
  /** Where changes begin to be felt. */
  starts(delta: Delta): Start[];
  /** Nodes that the rows may be about; null where there are too many to follow. */
  anchors(graph: Readable, starts: readonly Start[]): Set<string> | null;
}

type Ends = Record<'from' | 'to', string>;

/** Nodes that are followed for one query; beyond, asking it whole is no dearer. */
const most = 20_000;

/** What passes by the internet leads everywhere: a longer way is better. */
const crowded = new Set(['Internet', 'Account']);
const detour = 100;

/** Labels of the slots that stand for nodes; empty where any node fits. */
function labelsIn(query: Query): Map<number, string> {
  const labels = new Map<number, string>();
  for (const { places } of groupsOf(query))
    for (const { slot, label } of places) labels.set(slot, label || (labels.get(slot) ?? ''));
  return labels;
}

/** Names of the properties that a query reads, by slot. */
function readsOf(query: Query): Map<number, Set<string>> {
  const reads = new Map<number, Set<string>>();
  const put = (slot: number, name: string) => {
    const known = reads.get(slot);
    if (known) known.add(name);
    else reads.set(slot, new Set([name]));
  };
  for (const expression of expressionsOf(query))
    if (expression.is === 'property') put(expression.slot, expression.name);
  for (const { places, links } of groupsOf(query))
    for (const { slot, props } of [...places, ...links])
      for (const name of Object.keys(props)) put(slot, name);
  return reads;
}

/** Ways to the anchor from slots that have none yet, by links that hold where the slots do. */
function addRoutes(
  routes: Map<number, Route>,
  anchor: number,
  links: readonly Link[],
  labels: ReadonlyMap<number, string>,
): void {
  const settled = new Set([anchor, ...routes.keys()]);
  const length = (slot: number) => (slot === anchor ? 0 : (routes.get(slot)?.length ?? Infinity));
  for (let changed = true; changed;) {
    changed = false;
    for (const link of links)
      for (const back of [false, true]) {
        const [at, next] = back ? [link.to, link.from] : [link.from, link.to];
        const through = next !== anchor && crowded.has(labels.get(next) ?? '');
        const whole = length(next) + 1 + (through ? detour : 0);
        if (settled.has(at) || whole >= length(at)) continue;
        routes.set(at, { link, back, next, length: whole });
        changed = true;
      }
  }
}

/**
 * From each slot that stands for a node the shortest way to the anchor. A way may take what is
 * matched itself, and for what lies inside an expression the pattern there: but not from outside
 * through a pattern inside, which need not hold.
 */
function routesTo(anchor: number, query: Query, labels: ReadonlyMap<number, string>) {
  const routes = new Map<number, Route>();
  const own = matchedBy(query).flatMap((group) => group.links);
  addRoutes(routes, anchor, own, labels);
  for (const { links } of groupsInside(query)) addRoutes(routes, anchor, links, labels);
  return routes;
}

/** Nodes at the other end of a link, from `least` relationships away. */
function ends(
  graph: Readable,
  uid: string,
  { link, back }: Towards,
  least: number,
  farthest: number,
) {
  const found = new Set<string>(least === 0 ? [uid] : []);
  let level = new Set([uid]);
  for (let hops = 1; hops <= farthest && level.size > 0; hops++) {
    const next = new Set<string>();
    for (const at of level)
      for (const kind of link.kinds as EdgeKind[])
        for (const edge of back ? graph.in(at, kind) : graph.out(at, kind))
          next.add(back ? edge.from : edge.to);
    if (hops >= least) for (const each of next) found.add(each);
    level = next;
  }
  return found;
}

const nothing: ReadonlySet<string> = new Set();

/** True where what differs is read; a thing that is new or gone concerns whoever looks for such. */
const isRead = (names: ReadonlySet<string> | null, reads: ReadonlySet<string> = nothing) =>
  names === null || [...reads].some((name) => names.has(name));

/** Throws an Error where something in the query does not hang together with the anchor. */
export function concernOf(query: Query, anchor: number): Concern {
  const labels = labelsIn(query);
  const reads = readsOf(query);
  const links = groupsOf(query).flatMap((group) => group.links);
  const routes = routesTo(anchor, query, labels);
  const kinds = new Set(links.flatMap((link) => link.kinds));
  for (const slot of labels.keys())
    if (slot !== anchor && !routes.has(slot)) throw new Error('a pattern hangs on nothing');

  const fits = (slot: number, node: Node | undefined) => {
    const label = labels.get(slot) ?? '';
    return node !== undefined && (label === '' || label === 'Entity' || node.kind === label);
  };

  const length = (slot: number) => (slot === anchor ? 0 : (routes.get(slot)?.length ?? 0));

  /** The end of a link that is nearer to the anchor, where an edge of it joins two nodes. */
  function nearer(link: Link, { from, to }: Ends): Start {
    const back = length(link.from) <= length(link.to);
    const [slot, uid] = back ? [link.from, from] : [link.to, to];
    return { slot, uid, ...(link.most > 1 && { chain: { link, back } }) };
  }

  return {
    starts({ nodes, edges }) {
      const found: Start[] = [];
      for (const { uid, before, after, names } of nodes)
        for (const slot of labels.keys())
          if ((fits(slot, before) || fits(slot, after)) && isRead(names, reads.get(slot)))
            found.push({ slot, uid });
      for (const edge of edges)
        if (kinds.has(edge.kind))
          for (const link of links)
            if (link.kinds.includes(edge.kind) && isRead(edge.names, reads.get(link.slot)))
              found.push(nearer(link, edge));
      return found;
    },

    anchors(graph, starts) {
      const found = new Set<string>();
      const seen = new Set<string>();
      const open: Start[] = [];
      const take = (slot: number, uid: string) => {
        const state = `${slot} ${uid}`;
        if (seen.has(state)) return;
        seen.add(state);
        if (slot === anchor) found.add(uid);
        else if (fits(slot, graph.node(uid))) open.push({ slot, uid });
      };
      for (const { slot, uid, chain } of starts)
        for (const end of chain ? ends(graph, uid, chain, 0, chain.link.most - 1) : [uid])
          take(slot, end);
      for (let at = open.pop(); at; at = open.pop()) {
        const route = routes.get(at.slot);
        if (!route) continue;
        for (const end of ends(graph, at.uid, route, route.link.least, route.link.most))
          take(route.next, end);
        if (seen.size > most) return null;
      }
      return found;
    },
  };
}
