import { held } from '../schema/capability.ts';
import {
  broughtBy,
  capabilityCount,
  capabilityNumber,
  heldWith,
  lowest,
} from './capability-mask.ts';
import { likelihoodPart } from './cost.ts';
import { capabilityAt } from './labels.ts';
import { hopBound } from './problem.ts';
import type { ReachAnswer, Reached, ReachQuery, State } from './search.ts';
import { Sparse } from './sparse.ts';
import type { Walkable } from './walkable.ts';

interface Arrival {
  node: number;
  capability: number;
  cost: number;
  likelihood: number;
}

/**
 * All that follows from holding states (forward), or all that suffices to come to hold them
 * (backward): each with its fewest hops and its best likelihood within the bound on hops, by itself
 * or by a state that says at least as much. A state is left out where another at the same node says
 * as much, no farther and no less likely.
 */
export function reach(
  graph: Walkable,
  { from, backward = false, maxHops: asked }: ReachQuery,
): ReachAnswer {
  const maxHops = hopBound(asked);
  const { nodes, labels } = graph;
  const { first, last, other, label } = backward ? graph.in : graph.out;
  const follows = backward ? labels.enables : labels.gains;
  /** By capability: those that say at least as much. */
  const covers = (capability: number) =>
    (backward ? heldWith[1 << capability] : broughtBy[capability]) ?? 0;

  const cost = new Sparse(nodes.size * capabilityCount);
  const likelihood = new Sparse(nodes.size * capabilityCount);
  const hops = new Sparse(nodes.size * capabilityCount);
  const reached: number[] = [];

  const covered = (arrival: Arrival) => {
    const state = arrival.node * capabilityCount;
    for (let rest = covers(arrival.capability); rest; rest &= rest - 1)
      if (cost.get(state + lowest(rest)) <= arrival.cost) return true;
    return false;
  };
  const follow = (arrival: Arrival, each: (next: Arrival) => void) => {
    for (let i = first[arrival.node] ?? 0, end = last[arrival.node] ?? 0; i < end; i++) {
      const l = label[i] ?? 0;
      const node = other[i] ?? 0;
      for (
        let rest = follows[l * capabilityCount + arrival.capability] ?? 0;
        rest;
        rest &= rest - 1
      )
        each({
          node,
          capability: lowest(rest),
          cost: arrival.cost + (labels.costs[l] ?? 0),
          likelihood: arrival.likelihood * Math.min(labels.at(l).probability, 1),
        });
    }
  };

  let level = new Map<number, Arrival>();
  const take = (arrival: Arrival, into: Map<number, Arrival>, hop: number) => {
    if (covered(arrival)) return;
    const state = arrival.node * capabilityCount + arrival.capability;
    if (hops.get(state) === Infinity) {
      hops.set(state, hop);
      reached.push(state);
    }
    cost.set(state, arrival.cost);
    likelihood.set(state, arrival.likelihood);
    into.set(state, arrival);
  };
  const apart: State[] = [];
  for (const state of from) {
    const node = nodes.number(state.uid);
    const capability = capabilityNumber[state.capability];
    if (node === undefined) apart.push(state);
    else take({ node, capability, cost: 0, likelihood: 1 }, level, 0);
  }
  for (let hop = 1; hop <= maxHops && level.size > 0; hop++) {
    const next = new Map<number, Arrival>();
    for (const arrival of level.values())
      follow(arrival, (to) => {
        take(to, next, hop);
      });
    level = next;
  }

  let beyond = false;
  for (const arrival of level.values())
    follow(arrival, (to) => {
      beyond ||= !covered(to);
    });

  /** Fewest hops and best likelihood of a state: its own, or of one that says at least as much. */
  const bestOf = (state: number) => {
    const capability = state % capabilityCount;
    const best = {
      hops: hops.get(state),
      likelihood: likelihood.get(state),
      cost: cost.get(state),
    };
    for (let rest = covers(capability); rest; rest &= rest - 1) {
      const other = state - capability + lowest(rest);
      best.hops = Math.min(best.hops, hops.get(other));
      if (cost.get(other) < best.cost) {
        best.cost = cost.get(other);
        best.likelihood = likelihood.get(other);
      }
    }
    return best;
  };
  const said = (state: number, best: ReturnType<typeof bestOf>) => {
    const capability = state % capabilityCount;
    for (let rest = covers(capability) & ~(1 << capability); rest; rest &= rest - 1) {
      const other = bestOf(state - capability + lowest(rest));
      if (other.hops <= best.hops && likelihoodPart(other.cost) <= likelihoodPart(best.cost))
        return true;
    }
    return false;
  };
  const answer: Reached[] = distinct(apart, backward).map((state) => ({
    ...state,
    hops: 0,
    likelihood: 1,
  }));
  for (const node of new Set(reached.map((state) => Math.floor(state / capabilityCount))))
    for (let capability = 0; capability < capabilityCount; capability++) {
      const state = node * capabilityCount + capability;
      const best = bestOf(state);
      if (best.hops === Infinity || said(state, best)) continue;
      answer.push({
        uid: nodes.uid(node),
        capability: capabilityAt(capability),
        hops: best.hops,
        likelihood: best.likelihood,
      });
    }
  answer.sort(
    (a, b) =>
      a.hops - b.hops ||
      (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0) ||
      capabilityNumber[a.capability] - capabilityNumber[b.capability],
  );
  return {
    reached: answer,
    truncated: beyond ? `what lies more than ${maxHops} hops away was not followed` : null,
  };
}

/** States at nodes that no walkable edge joins: each once, without what another says as well. */
function distinct(states: readonly State[], backward: boolean): State[] {
  const says = (a: State, b: State) =>
    a.uid === b.uid &&
    (backward ? held[b.capability].has(a.capability) : held[a.capability].has(b.capability));
  return states.filter(
    (state, i) =>
      !states.some((other, j) => says(other, state) && (!says(state, other) || j < i) && i !== j),
  );
}
