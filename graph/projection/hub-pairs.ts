import { broughtBy, capabilityCount, heldWith } from './capability-mask.ts';
import { statesOf, type Block } from './block.ts';
import { Counted } from './counted.ts';
import { elementKey, type Element } from './elements.ts';
import type { Hub } from './hub.ts';
import type { Looks, SideLooks } from './looks.ts';
import { nodeOf } from './side.ts';

export interface HubPairs {
  counted: Counted;
  /** Entries that come to the hub, and targets that it comes to. */
  entries: ReadonlySet<number>;
  targets: ReadonlySet<number>;
}

/**
 * Counts the pairs that walks join by way of a hub, all at once. What all walks of such a pair cross
 * is crossed by all walks of its entry to the hub, or by all walks of the hub to its target, or is
 * the hub itself; so it is enough to look, for each of these, which targets the entry still comes to
 * without it, or which entries still come to the target. That is little, for they do not come to the
 * hub.
 */
export function hubPairs(looks: Looks, { starts, goals }: Block, hub: Hub): HubPairs {
  const { forward, backward } = looks;
  const held = new Map(starts.map(({ node, holds }) => [node, holds]));
  const first = { node: nodeOf(hub.first), capability: hub.first % capabilityCount };
  const self: Element = { kind: 'node', id: forward.side.graph.nodes.uid(first.node) };
  const toHub = crossedFrom(backward, first, broughtBy[first.capability] ?? 0, held);
  const fromHub = crossedFrom(forward, first, heldWith[1 << first.capability] ?? 0, goals);

  /** Those that come to the other state of the hub, or backward that it comes to, without the first. */
  const around = (look: SideLooks, wanted: ReadonlyMap<number, number>) =>
    arrived(look, look.reach.from([hub.second], { node: first.node, hops: new Set() }), wanted);
  const [entersElsewhere, leavesElsewhere] = [around(backward, held), around(forward, goals)];
  for (const [entry, crossed] of toHub)
    if (entry !== first.node && !entersElsewhere.has(entry)) crossed.set(elementKey(self), self);
  for (const [target, crossed] of fromHub)
    if (target !== first.node && !leavesElsewhere.has(target)) crossed.set(elementKey(self), self);

  const counted = new Counted();
  const [entries, targets] = [new Set(toHub.keys()), new Set(fromHub.keys())];
  counted.pairs = entries.size * targets.size - [...entries].filter((n) => targets.has(n)).length;

  count(counted, looks, forward, { from: held, to: goals, crossed: toHub, others: targets });
  const told = new Map<string, Set<number>>();
  for (const [entry, crossed] of toHub)
    for (const key of crossed.keys()) {
      const known = told.get(key);
      if (known) known.add(entry);
      else told.set(key, new Set([entry]));
    }
  count(counted, looks, backward, {
    from: goals,
    to: held,
    crossed: fromHub,
    others: entries,
    told,
  });
  return { counted, entries, targets };
}

interface OneSide {
  /** By node, masks of what is held at the ends of one side, and wanted at those of the other. */
  from: ReadonlyMap<number, number>;
  to: ReadonlyMap<number, number>;
  crossed: ReadonlyMap<number, ReadonlyMap<string, Element>>;
  /** Ends of the other side. */
  others: ReadonlySet<number>;
  /** By element, those of the others with which its pairs are counted already. */
  told?: ReadonlyMap<string, ReadonlySet<number>>;
}

/** By what the ends of one side cross, the pairs with ends of the other side that need it. */
function count(
  into: Counted,
  { without }: Looks,
  look: SideLooks,
  { from, to, crossed, others, told }: OneSide,
): void {
  for (const [end, elements] of crossed)
    for (const [key, element] of elements) {
      const gone = without(look, element);
      const states = look.reach.from(statesOf(end, from.get(end) ?? 0), gone);
      const open = arrived(look, states, to);
      into.add(element, besides(others, [end, gone.node], open, told?.get(key) ?? new Set()));
    }
}

/** Of some nodes, how many are none of the others. */
function besides(
  nodes: ReadonlySet<number>,
  ends: readonly number[],
  open: ReadonlySet<number>,
  told: ReadonlySet<number>,
): number {
  let count = nodes.size - told.size;
  for (const node of new Set([...ends, ...open])) if (nodes.has(node) && !told.has(node)) count--;
  return count;
}

function crossedFrom(
  { search, elements }: SideLooks,
  { node, capability }: { node: number; capability: number },
  idle: number,
  wanted: ReadonlyMap<number, number>,
): Map<number, Map<string, Element>> {
  const found = new Map<number, Map<string, Element>>();
  search.from({ node, holds: 1 << capability, idle }, wanted, (end, crossed) => {
    found.set(
      end,
      new Map(
        crossed.map((number) => {
          const element = elements.at(number);
          return [elementKey(element), element];
        }),
      ),
    );
  });
  return found;
}

/** Of the nodes that are wanted, those that states arrive at. */
function arrived(
  { side }: SideLooks,
  states: readonly number[],
  wanted: ReadonlyMap<number, number>,
): Set<number> {
  const found = new Set<number>();
  for (const state of states) {
    const mask = wanted.get(nodeOf(state));
    if (mask !== undefined && side.arrives(state % capabilityCount, mask)) found.add(nodeOf(state));
  }
  return found;
}
