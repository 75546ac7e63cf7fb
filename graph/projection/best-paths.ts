import type { Bounds } from './bounds.ts';
import { Clock, outOfTime } from './clock.ts';
import { detour, type HopBound } from './detour.ts';
import { Frame, hopKey, type Part } from './frame.ts';
import { HopSearch, type HopDistance } from './hop-distance.ts';
import { HopsNeeded } from './hops-needed.ts';
import type { Problem } from './problem.ts';
import { Queue } from './queue.ts';
import { straightWalk } from './straight.ts';
import { compareWalks, heldAfter, idleReturn, type Step, type Walk } from './walk.ts';
import type { Walkable } from './walkable.ts';

export interface BestPaths {
  /** Best first. */
  walks: Walk[];
  /** True where there are more paths than were asked for, or a short search could not tell. */
  more: boolean;
  /** True where paths with too many hops would belong among these; unsure as `more`. */
  tooLong: boolean;
  late: boolean;
}

/** Steps that a search takes to tell whether a bound left anything out. */
const shortSearch = 4_000;

interface Entry {
  part: Part;
  /** Best path of the part; null where it is not searched yet. */
  walk: Walk | null;
}

const costOf = ({ part, walk }: Entry) => walk?.cost ?? part.bound;
const none: ReadonlySet<number> = new Set();

/**
 * The best simple paths of a query, in order: Lawler's partition of all paths into parts, each
 * searched when its lower bound comes up (Yen 1971, Lawler 1972), with exact remaining costs.
 *
 * Simple: no node is visited again unless that yields a capability there which nothing held there
 * before brings. Where nodes are to be visited in order, the best walk of a part may return idly
 * in a later stage; then the part splits in two, without the earlier and without the later visit.
 */
export class BestPathSearch {
  readonly #graph: Walkable;
  readonly #problem: Problem;
  readonly #bounds: Bounds;
  readonly #frame: Frame;
  readonly #clock: Clock;
  readonly #queue: Queue<Entry>;
  #hopBound: HopBound | null = null;
  /** Cost of the cheapest path that has too many hops. */
  #tooLong = Infinity;

  constructor(graph: Walkable, problem: Problem, bounds: Bounds) {
    this.#graph = graph;
    this.#problem = problem;
    this.#bounds = bounds;
    this.#frame = new Frame(graph, problem);
    this.#clock = new Clock(problem.timeout);
    this.#queue = new Queue(
      (a, b) =>
        costOf(a) - costOf(b) ||
        Number(a.walk !== null) - Number(b.walk !== null) ||
        (a.walk && b.walk ? compareWalks(graph, a.walk, b.walk) : 0),
    );
  }

  run(): BestPaths {
    const walks: Walk[] = [];
    const seen = new Set<string>();
    const { k } = this.#problem;
    const answer = (more: boolean, late: boolean): BestPaths => {
      const tooLong = walks.length < k || this.#tooLong < (walks.at(-1)?.cost ?? 0);
      return { walks, more, late, tooLong: tooLong && this.#tooLong < Infinity };
    };
    try {
      const distance = this.#distance();
      if (distance !== 'within')
        return { walks, more: false, late: false, tooLong: distance === 'beyond' };
      this.#begin();
      for (let entry = this.#queue.pop(); entry; entry = this.#queue.pop()) {
        this.#clock.tick();
        const { part, walk } = entry;
        if (!walk) {
          this.#search(part);
          continue;
        }
        const key = walk.steps.map(hopKey).join();
        if (!seen.has(key)) {
          if (walks.length === k) return answer(true, false);
          seen.add(key);
          walks.push(walk);
          if (walks.length === k) this.#clock.limit(shortSearch);
        }
        this.#split(part, walk, walk.steps.length);
      }
      return answer(false, false);
    } catch (thrown) {
      if (thrown !== outOfTime) throw thrown;
      return walks.length === k ? answer(true, false) : answer(false, true);
    }
  }

  /** Whether a path can be within the bound on hops; `none` where there is none of any length. */
  #distance(): HopDistance {
    const { starts, goals, through, maxHops } = this.#problem;
    // A walk from a node back to it need not contain a simple path.
    if (through.length > 0 || starts.some(({ node }) => goals.has(node))) return 'within';
    const search = new HopSearch(this.#frame, this.#clock);
    const distance = search.upTo(maxHops);
    if (distance !== 'beyond') return distance;
    this.#clock.limit(shortSearch);
    try {
      return search.upTo(Infinity) === 'none' ? 'none' : 'beyond';
    } catch (thrown) {
      if (thrown !== outOfTime) throw thrown;
      return 'beyond';
    }
  }

  #begin() {
    const { starts } = this.#problem;
    const bounds = this.#bounds;
    bounds.advanceToAny(
      starts.map(({ node, holds, stage }) => [bounds.place(node, stage), holds] as const),
      this.#clock,
    );
    for (const start of starts) {
      const bound = bounds.of(start.node, start.holds, start.stage);
      const walk = { start, steps: [], cost: 0 };
      this.#push({ walk, depth: 0, spent: 0, banned: none, shut: null, bounded: false, bound });
    }
  }

  #push(part: Part) {
    if (part.bound < Infinity) this.#queue.push({ part, walk: null });
  }

  /** Finds the best path of a part, or puts the part back where it proves to be worse. */
  #search(part: Part) {
    const found = this.#frame.within(part, () => this.#bestOf(part));
    if (!found) return;
    if ('bound' in found) {
      this.#push(found);
      return;
    }
    const { start, steps } = part.walk;
    const walk: Walk = {
      start,
      steps: [...steps.slice(0, part.depth), ...found.steps],
      cost: part.spent + found.cost,
    };
    const idle = this.#problem.through.length > 0 ? idleReturn(walk) : null;
    if (idle) this.#mend({ ...part, bound: walk.cost }, walk, idle);
    else if (walk.steps.length <= this.#problem.maxHops) this.#queue.push({ part, walk });
    else {
      this.#tooLong = Math.min(this.#tooLong, walk.cost);
      this.#push({ ...part, bounded: true, bound: walk.cost });
    }
  }

  #bestOf(part: Part): { steps: Step[]; cost: number } | Part | null {
    const { depth, banned, spent } = part;
    const { maxHops } = this.#problem;
    const from = heldAfter(part.walk, depth);
    if (part.bounded || (depth >= maxHops && this.#tooLong < Infinity))
      return depth < maxHops
        ? detour(this.#frame, this.#bounds, from, banned, this.#clock, this.#withinHops(depth))
        : null;
    for (;;) {
      const { least, beyond } = this.#firstHops(part);
      if (least === Infinity) return null;
      const next = this.#queue.peek();
      if (next && spent + least > costOf(next)) return { ...part, bound: spent + least };
      if (beyond < this.#bounds.frontier) {
        const hops = maxHops - depth;
        const steps = straightWalk(this.#frame, this.#bounds, from, banned, least, hops);
        if (steps) return { steps, cost: least };
        return detour(this.#frame, this.#bounds, from, banned, this.#clock);
      }
      this.#bounds.advance(beyond, this.#clock);
    }
  }

  /** Least cost of a walk by the part's first hops, and how much of it lies beyond the first. */
  #firstHops({ walk, depth, banned }: Part) {
    let least = Infinity;
    let beyond = Infinity;
    this.#frame.hops(heldAfter(walk, depth), (at, node, gain, stage, cost) => {
      if (banned.has(hopKey({ at, gain }))) return;
      const rest = this.#bounds.of(node, 1 << gain, stage);
      if (cost + rest < least) [least, beyond] = [cost + rest, rest];
    });
    return { least, beyond };
  }

  #withinHops(depth: number): HopBound {
    if (!this.#hopBound) {
      const needed = new HopsNeeded(this.#graph, this.#problem, this.#clock);
      this.#hopBound = { hops: 0, needed };
    }
    return { ...this.#hopBound, hops: this.#problem.maxHops - depth };
  }

  /** Puts back all of a part but the walk: what leaves the walk before its hop number `end`. */
  #split(part: Part, walk: Walk, end: number) {
    const { labels, out } = this.#graph;
    let { spent } = part;
    for (let depth = part.depth; depth <= end; depth++) {
      const step = walk.steps[depth];
      const banned = new Set(depth === part.depth ? part.banned : none);
      if (step) banned.add(hopKey(step));
      this.#push({ ...part, walk, depth, spent, banned, bound: walk.cost });
      if (step) spent += labels.costs[out.label[step.at] ?? 0] ?? 0;
    }
  }

  /** Puts back a part whose best walk returns idly, without that walk. */
  #mend(part: Part, walk: Walk, { earlier, later }: { earlier: number; later: number }) {
    const visits = [heldAfter(walk, earlier), heldAfter(walk, later)];
    if (visits[0]?.stage === visits[1]?.stage) {
      this.#split(part, walk, later - 1);
      return;
    }
    for (const { node, holds, stage } of visits) {
      const place = this.#frame.place(node, stage);
      const shut = new Map(part.shut);
      this.#push({ ...part, shut: shut.set(place, (shut.get(place) ?? 0) | holds) });
    }
  }
}
