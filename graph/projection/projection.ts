import { edgeNamed } from '../claim.ts';
import type { Edge, Node } from '../entity.ts';
import { must } from '../errors.ts';
import { capabilityOrder } from '../schema/capability.ts';
import { isEdgeKind, walkable, type EdgeKind } from '../schema/index.ts';
import type { View } from '../view.ts';
import type { Changes } from '../workspace.ts';
import { Between } from './between.ts';
import { BestPathSearch, type BestPaths } from './best-paths.ts';
import { BoundsCache } from './bounds-cache.ts';
import { build, labelOf, type Probability } from './build.ts';
import type { Differences } from './differences.ts';
import { chokePoints, type ChokeAnswer, type ChokeOptions } from './choke.ts';
import type { Hangs } from './elements.ts';
import { capabilityAt } from './labels.ts';
import { LiveReach } from './live-reach.ts';
import { Clock, outOfTime } from './clock.ts';
import { problemOf, type Problem } from './problem.ts';
import { reach } from './reach.ts';
import type { Reachable } from './reachable.ts';
import type {
  BestAnswer,
  BestQuery,
  Hop,
  JoinQuery,
  Likelihoods,
  Path,
  PathAnswer,
  PathQuery,
  ReachAnswer,
  ReachQuery,
  State,
} from './search.ts';
import { ShortPaths } from './short-path.ts';
import { Spread } from './spread.ts';
import { heldAfter, type Walk } from './walk.ts';
import { Touched, type Labelled } from './touched.ts';
import { without, type Walkable } from './walkable.ts';
import { atOnce } from '../steps.ts';
import { witnessSteps } from './witness.ts';

/**
 * The walkable part of a graph in typed arrays, kept current from changes, and the searches over
 * it. Context edges, edges whose moves do not apply and edges that cannot succeed are left out.
 */
export class Projection {
  #graph: Walkable;
  readonly #probability: Probability;
  readonly #bounds = new BoundsCache();
  #short: ShortPaths | undefined;
  readonly #live = new Map<string, LiveReach>();
  /** Free to be used again. */
  #spread: Spread | undefined;

  /** `probability`: likelihood that taking an edge succeeds, 0 to 1; always 1 if not given. */
  constructor(nodes: Iterable<Node>, edges: Iterable<Edge>, probability: Probability = () => 1) {
    this.#graph = build(nodes, edges, probability);
    this.#probability = probability;
  }

  /** The same graph, to go on by itself. */
  copy(): Projection {
    const copy = new Projection([], [], this.#probability);
    const { nodes, labels, out, in: back } = this.#graph;
    copy.#graph = { nodes: nodes.copy(), labels: labels.copy(), out: out.copy(), in: back.copy() };
    for (const [key, live] of this.#live) copy.#live.set(key, live.copy(copy.#graph));
    return copy;
  }

  /** Walkable edges, nodes that they join, and bytes of the arrays that hold them. */
  get size() {
    const { nodes, labels, out, in: back } = this.#graph;
    return {
      nodes: nodes.count,
      edges: out.edges,
      bytes: out.bytes + back.bytes + labels.bytes,
    };
  }

  /**
   * Catches up with a view to which all of the changes have been applied. The moves of an edge and its
   * probability may depend on its ends, so a changed node concerns its edges too. Returns how the
   * walkable graph differs, for walks of up to `hops`; to be looked at before the next changes.
   */
  apply(
    changes: readonly Pick<Changes, 'nodes' | 'edges' | 'goneEdges'>[],
    view: Pick<View, 'node' | 'edge' | 'out' | 'in'>,
    hops = 1,
  ): Differences {
    const concerned = new Set<string>();
    const touched = new Set<string>();
    for (const { nodes, edges, goneEdges } of changes) {
      for (const id of goneEdges) concerned.add(id);
      for (const { id } of edges) concerned.add(id);
      for (const { uid } of nodes) touched.add(uid);
    }
    for (const uid of touched)
      for (const { id } of [...view.out(uid), ...view.in(uid)]) concerned.add(id);
    const differ: (Labelled & { id: string; kind: EdgeKind; was: number })[] = [];
    for (const id of concerned) {
      const { kind, from, to } = edgeNamed(id);
      if (!isEdgeKind(kind) || !walkable(kind)) continue;
      const edge = view.edge(id);
      const ends = [view.node(from), view.node(to)] as const;
      const label =
        edge && ends[0] && ends[1]
          ? labelOf(this.#graph.labels, this.#probability, edge, ends[0], ends[1])
          : -1;
      const was = this.#labelOf(kind, from, to);
      if (was !== label) differ.push({ id, kind, from, to, label, was });
    }
    if (differ.length === 0) return { lost: [], gained: null };
    const put = differ.map(({ kind, from, to, label, was }) => {
      return { ...this.#put(kind, from, to, label), label, was };
    });
    for (const live of this.#live.values()) live.update(put);
    this.#bounds.clear();
    const gained = differ.filter(({ label }) => label !== -1);
    return {
      lost: differ.filter(({ was }) => was !== -1).map(({ id }) => id),
      gained: gained.length > 0 ? new Touched(this.#graph, gained, hops) : null,
    };
  }

  /** The best paths that no simpler one contains, most likely first. Throws USAGE for odd bounds. */
  paths(query: PathQuery): PathAnswer {
    const problem = problemOf(this.#graph, query);
    if (!problem) return { paths: [], truncated: null };
    // Bounds of all edges hold for fewer.
    const bounds = this.#bounds.of(this.#graph, problem);
    const graph = query.avoidKinds?.size ? without(this.#graph, query.avoidKinds) : this.#graph;
    const found = new BestPathSearch(graph, problem, bounds).run();
    return {
      paths: found.walks.map((walk) => pathOf(graph, walk)),
      truncated: truncation(found, problem),
      ...(found.late && { late: true as const }),
    };
  }

  /** The best path alone, for the many short searches of an analysis. Throws USAGE for odd bounds. */
  best(query: BestQuery): BestAnswer {
    const problem = problemOf(this.#graph, { ...query, k: 1 });
    if (!problem) return { path: null, late: false };
    if (problem.starts.some(({ node }) => problem.goals.has(node))) {
      const { paths, late = false } = this.paths({ ...query, k: 1 });
      return { path: paths[0] ?? null, late };
    }
    try {
      this.#short ??= new ShortPaths(this.#graph);
      const walk = this.#short.best(problem, new Clock(problem.timeout));
      return { path: walk && pathOf(this.#graph, walk), late: false };
    } catch (thrown) {
      if (thrown !== outOfTime) throw thrown;
      return { path: null, late: true };
    }
  }

  /**
   * A path of the fewest hops to each target that any path reaches, whatever its length; up to
   * `most` of them.
   */
  witnesses(query: JoinQuery, most: number): Path[] {
    return atOnce(this.witnessSteps(query, most));
  }

  /** The same in steps, between which others can work; the graph must stay as it is meanwhile. */
  *witnessSteps(query: JoinQuery, most: number): Generator<void, Path[]> {
    const problem = problemOf(this.#graph, query);
    if (!problem) return [];
    const walks = yield* witnessSteps(this.#graph, problem, most);
    return walks.map((walk) => pathOf(this.#graph, walk));
  }

  /** All walks of whatever length, to be searched for light ones; it does not follow changes. */
  between({ from, to, avoid }: JoinQuery): Between {
    const problem = problemOf(this.#graph, { from, to, ...(avoid && { avoid }) });
    return new Between(this.#graph, must(problem, 'a problem without nodes to visit'));
  }

  /** What paths of whatever length must cross, by how many pairs of entry and target each closes. */
  chokePoints(
    query: JoinQuery,
    hangs: Hangs,
    { most = 20, timeout = 5_000, apart = 8 }: Partial<ChokeOptions> = {},
  ): ChokeAnswer {
    const problem = problemOf(this.#graph, query);
    if (!problem) return { pairs: 0, points: [], truncated: null };
    return chokePoints(this.#graph, problem, hangs, { most, timeout, apart });
  }

  /** Blast radius, or with `backward` who can get here. Throws USAGE for odd bounds. */
  reach(query: ReachQuery): ReachAnswer {
    return this.reachable(query, (found) => ({
      reached: found.sorted(),
      truncated: found.truncated,
    }));
  }

  /** How likely one who starts in a state comes to hold others; current after each change. */
  likelihoods(from: State, above: number): Likelihoods {
    const key = `${from.capability} ${above} ${from.uid}`;
    const known = this.#live.get(key) ?? new LiveReach(this.#graph, from, above);
    this.#live.set(key, known);
    return known;
  }

  /** As `reach`, to be read node by node, and no longer than while it is read. */
  reachable<T>(query: ReachQuery, read: (found: Reachable) => T): T {
    const spread = this.#spread ?? new Spread(this.#graph);
    this.#spread = undefined;
    try {
      return read(reach(this.#graph, spread, query));
    } finally {
      this.#spread = spread;
    }
  }

  /** Label of an edge as it is known; -1 where it cannot be walked. */
  #labelOf(kind: EdgeKind, fromUid: string, toUid: string): number {
    const { nodes, labels, out } = this.#graph;
    const [from, to] = [nodes.number(fromUid), nodes.number(toUid)];
    if (from === undefined || to === undefined) return -1;
    const at = out.find(from, to, (label) => labels.at(label).kind === kind);
    return at === -1 ? -1 : (out.label[at] ?? -1);
  }

  /**
   * Puts an edge as its label says, or removes it; it must differ from what is known. Tells the
   * numbers of its ends.
   */
  #put(kind: EdgeKind, fromUid: string, toUid: string, label: number) {
    const { nodes, labels, out, in: back } = this.#graph;
    const [from, to] = [nodes.add(fromUid), nodes.add(toUid)];
    out.reach(nodes.size);
    back.reach(nodes.size);
    const same = (l: number) => labels.at(l).kind === kind;
    const at = out.find(from, to, same);
    if (at === -1) {
      out.add(from, to, label);
      back.add(to, from, label);
      return { from, to };
    }
    const behind = back.find(to, from, same);
    if (label === -1) {
      out.remove(from, at);
      back.remove(to, behind);
      for (const node of new Set([from, to]))
        if (out.degree(node) + back.degree(node) === 0) nodes.free(node);
    } else {
      out.label[at] = label;
      back.label[behind] = label;
    }
    return { from, to };
  }
}

/** What can be asked of a projection. */
export interface Searches extends Pick<
  Projection,
  'paths' | 'best' | 'likelihoods' | 'reach' | 'witnesses' | 'chokePoints'
> {
  reachable<T>(query: ReachQuery, read: (found: Pick<Reachable, 'at'>) => T): T;
  between(query: JoinQuery): Pick<Between, 'lightest'>;
}

function pathOf({ nodes, labels, out }: Walkable, walk: Walk): Path {
  const hops = walk.steps.map(({ at, node, gain }, i): Hop => {
    const { node: before, holds } = heldAfter(walk, i);
    const label = out.label[at] ?? 0;
    const { kind, conditional, probability } = labels.at(label);
    const [from, to, gains] = [nodes.uid(before), nodes.uid(node), capabilityAt(gain)];
    const held = capabilityOrder.filter((_, c) => holds & (1 << c));
    return {
      edge: `${kind}|${from}|${to}`,
      from,
      to,
      needs: labels.need(label, held, gains),
      gains,
      conditional,
      probability,
    };
  });
  return { hops, likelihood: hops.reduce((product, { probability }) => product * probability, 1) };
}

function truncation({ more, tooLong, late, walks }: BestPaths, query: Problem): string | null {
  const bounds = [
    more && `only the ${query.k} most likely paths`,
    tooLong && `paths of more than ${query.maxHops} hops are left out`,
    late && `stopped after ${query.timeout} ms with ${walks.length} paths; others may exist`,
  ];
  return bounds.filter((bound) => bound !== false).join('; ') || null;
}
