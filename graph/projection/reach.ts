import { broughtBy, capabilityCount, heldWith, lowest } from './capability-mask.ts';
import { likelihoodPart } from './cost.ts';
import { capabilityAt } from './labels.ts';
import { hopBound } from './problem.ts';
import type { ReachAnswer, Reached, ReachQuery, State } from './search.ts';
import { Sparse } from './sparse.ts';
import type { Walkable } from './walkable.ts';
import { capabilityNumber } from './capability-mask.ts';

interface Arrival {
  node: number;
  capability: number;
  cost: number;
  likelihood: number;
}

/**
 * All that follows from holding states (forward), or all that suffices to come to hold them
 * (backward): each with its fewest hops and its best likelihood within the bound on hops. A state
 * is left out where another at the same node says as much, no farther and no less likely.
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

  const said = (state: number) => {
    const capability = state % capabilityCount;
    const at = state - capability;
    for (let rest = covers(capability) & ~(1 << capability); rest; rest &= rest - 1) {
      const better = at + lowest(rest);
      if (
        hops.get(better) <= hops.get(state) &&
        likelihoodPart(cost.get(better)) <= likelihoodPart(cost.get(state))
      )
        return true;
    }
    return false;
  };
  const answer: Reached[] = apart.map((state) => ({ ...state, hops: 0, likelihood: 1 }));
  for (const state of reached)
    if (!said(state))
      answer.push({
        uid: nodes.uid(Math.floor(state / capabilityCount)),
        capability: capabilityAt(state % capabilityCount),
        hops: hops.get(state),
        likelihood: likelihood.get(state),
      });
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
