import { capabilityCount } from './capability-mask.ts';
import { elementKey, Elements, type Element, type Hangs } from './elements.ts';
import { MustCross } from './must-cross.ts';
import type { Problem } from './problem.ts';
import { ReachSet, type Without } from './reach-set.ts';
import { Side } from './side.ts';
import type { Walkable } from './walkable.ts';

/** What is needed to look at all walks from one side. */
export interface SideLooks {
  side: Side;
  elements: Elements;
  search: MustCross;
  reach: ReachSet;
}

export interface Looks {
  forward: SideLooks;
  backward: SideLooks;
  /** What walks do without if they do without an element. */
  without: (looks: SideLooks, element: Element) => Without;
}

export function looksAt(graph: Walkable, problem: Problem, hangs: Hangs, tick: () => void): Looks {
  const looks = (backward: boolean): SideLooks => {
    const side = new Side(graph, problem, backward);
    const elements = new Elements(side, hangs);
    const states = graph.nodes.size * capabilityCount;
    return {
      side,
      elements,
      search: new MustCross(side, elements, tick),
      reach: new ReachSet(side, states, tick),
    };
  };
  const known = new Map<string, Without>();
  const without = ({ side }: SideLooks, element: Element): Without => {
    const { kind, id } = element;
    const key = `${side.backward ? '<' : '>'}${elementKey(element)}`;
    let found = known.get(key);
    if (!found) {
      const edges = kind === 'edge' ? [id] : kind === 'cause' ? hangs.ends(id) : [];
      const node = kind === 'node' ? (graph.nodes.number(id) ?? -1) : -1;
      known.set(key, (found = { node, hops: side.positions(edges) }));
    }
    return found;
  };
  return { forward: looks(false), backward: looks(true), without };
}
