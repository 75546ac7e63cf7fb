import { broughtBy, capabilityCount, heldWith, lowest } from './capability-mask.ts';
import type { Clock } from './clock.ts';
import type { Frame } from './frame.ts';
import { edgePositions } from './frame.ts';

/** `within` the bound, `beyond` it, or `none`: there is no walk at all. */
export type HopDistance = 'within' | 'beyond' | 'none';

/**
 * Whether a walk of at most so many hops joins starts and goals, searched breadth first from both
 * ends, the narrower first. It takes no account of nodes to visit and of simplicity, so `within`
 * promises nothing; the others are certain. Cheap where the ends are near, or one of them leads
 * nowhere.
 */
export class HopSearch {
  readonly #frame: Frame;
  readonly #clock: Clock;
  /** By node, what is held there for certain by a walk from a start. */
  readonly #held: Uint8Array;
  /** By node, capabilities each of which suffices to go on to a goal. */
  readonly #enough: Uint8Array;
  readonly #avoided: ReadonlySet<number>;
  #ahead: number[] = [];
  #behind: number[] = [];
  #hops = 0;

  constructor(frame: Frame, clock: Clock) {
    const { graph, problem } = frame;
    this.#frame = frame;
    this.#clock = clock;
    this.#held = new Uint8Array(graph.nodes.size);
    this.#enough = new Uint8Array(graph.nodes.size);
    this.#avoided = edgePositions(graph, problem.avoidEdges, 'in');
    for (const { node, holds } of problem.starts) this.#hold(node, holds);
    for (const [node, mask] of problem.goals)
      if (!problem.avoidNodes.has(node)) this.#suffice(node, mask);
  }

  /** Goes on where it stopped, up to so many hops from end to end. */
  upTo(hops: number): HopDistance {
    while (this.#ahead.length > 0 && this.#behind.length > 0) {
      if (this.#hops >= hops) return 'beyond';
      this.#hops++;
      const met =
        this.#ahead.length <= this.#behind.length ? this.#stepAhead() : this.#stepBehind();
      if (met) return 'within';
    }
    return 'none';
  }

  #hold(node: number, gains: number): void {
    const fresh = gains & ~(this.#held[node] ?? 0);
    for (let rest = fresh; rest; rest &= rest - 1)
      this.#ahead.push(node * capabilityCount + lowest(rest));
    this.#held[node] = (this.#held[node] ?? 0) | (heldWith[gains] ?? 0);
  }

  #suffice(node: number, needs: number): void {
    for (let rest = needs & ~(this.#enough[node] ?? 0); rest; rest &= rest - 1) {
      const need = lowest(rest);
      this.#behind.push(node * capabilityCount + need);
      this.#enough[node] = (this.#enough[node] ?? 0) | (broughtBy[need] ?? 0);
    }
  }

  #stepAhead(): boolean {
    const front = this.#ahead;
    this.#ahead = [];
    let met = false;
    for (const state of front) {
      this.#clock.tick();
      const capability = state % capabilityCount;
      const position = {
        node: (state - capability) / capabilityCount,
        holds: 1 << capability,
        stage: 0,
      };
      this.#frame.hops(position, (_, node, gain) => {
        if (((this.#held[node] ?? 0) >> gain) & 1) return;
        met ||= (((this.#enough[node] ?? 0) >> gain) & 1) === 1;
        this.#hold(node, 1 << gain);
      });
      if (met) break;
    }
    return met;
  }

  #stepBehind(): boolean {
    const { labels, in: back } = this.#frame.graph;
    const { avoidNodes } = this.#frame.problem;
    const front = this.#behind;
    this.#behind = [];
    for (const state of front) {
      this.#clock.tick();
      const need = state % capabilityCount;
      const node = (state - need) / capabilityCount;
      for (let at = back.first[node] ?? 0, end = back.last[node] ?? 0; at < end; at++) {
        const needs = labels.enables[(back.label[at] ?? 0) * capabilityCount + need] ?? 0;
        const from = back.other[at] ?? 0;
        if (needs === 0 || this.#avoided.has(at) || avoidNodes.has(from)) continue;
        if ((this.#held[from] ?? 0) & needs) return true;
        this.#suffice(from, needs);
      }
    }
    return false;
  }
}
