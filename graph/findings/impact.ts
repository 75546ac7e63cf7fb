import type { Node } from '../entity.ts';
import { movesAlong } from '../projection/moves.ts';
import type { State } from '../projection/search.ts';
import { held } from '../schema/capability.ts';
import { movesOf, type EdgeKind } from '../schema/index.ts';
import type { Classification } from '../schema/nodes/data.ts';
import type { Readable } from '../view.ts';
import { ImpactMemory } from './impact-memory.ts';
import { priors } from './priors.ts';

const { impact } = priors;

/** Edges by which having one thing is having the next, for how bad it is to lose it. */
export const leadsTo: readonly EdgeKind[] = [
  'CAN_CALL',
  'SERVED_BY',
  'QUERIES',
  'OPERATES',
  'SERVES',
  'CAN_STEAL',
  'HOLDS',
  'REVEALS',
  'AUTHENTICATES',
  'ADMINISTERS',
  'CAN_READ',
  'CONTAINS',
  'LOADED_BY',
  'SHAPES',
];

/** Steps that are looked ahead. */
export const deepest = 3;

/** Members of a set, or neighbours of a hub, that are looked at. */
const most = 2_000;

/** How sure it is that data is sensitive: the surest classification that was given. */
function sureness({ props }: Node): number {
  const given = (props['classifications'] as Classification[] | undefined) ?? [];
  const known = given.map(({ confidence }) => confidence).filter(Number.isFinite);
  return known.length === 0 ? impact.sensitive.unsaid : Math.min(1, Math.max(0, ...known));
}

function ofData(node: Node): number {
  const { least, most } = impact.sensitive;
  if (node.props['crownJewel'] === true) return impact.crownJewel;
  if (node.props['sensitive'] === true) return least + (most - least) * sureness(node);
  return node.props['sensitive'] === false ? impact.harmless : impact.unclassified;
}

/** A declared value by name; one that is not listed counts as unknown. */
const listed = (table: Record<string, number>, name: unknown): number =>
  (typeof name === 'string' ? table[name] : undefined) ?? table['unknown'] ?? impact.other;

function ofItself(node: Node): number {
  const { kind, props } = node;
  const declared = impact.kinds[kind];
  if (kind === 'Identity') return listed(impact.privilege, props['privilege']);
  if (kind === 'Tool') return listed(impact.semantic, props['semantic']);
  if (kind === 'DataStore' || kind === 'KnowledgeBase') return ofData(node);
  if ('sensitive' in props || 'crownJewel' in props) return Math.max(declared ?? 0, ofData(node));
  return declared ?? impact.other;
}

const notProduction = /^(dev|development|test|testing|qa|sandbox|lab|staging)$/i;

/**
 * Tells the harm of holding a capability at a node, 0 to 1: of the node itself, and of what it
 * leads to within `depth` steps, 3 if not given. Outside production it is less, where the
 * environment is named. What it told is remembered: in a memory of its own, unless one is given
 * that has forgotten whatever the graph made otherwise.
 */
export function impactsOf(
  view: Readable,
  known = new ImpactMemory(),
): (state: State, depth?: number) => number {
  function itself({ uid, capability }: State): number {
    const node = view.node(uid);
    // Who merely reaches it has done nothing to it yet.
    if (!node || capability === 'R') return impact.other;
    const { environment } = node.props;
    const test = typeof environment === 'string' && notProduction.test(environment);
    return ofItself(node) * (test ? impact.test : 1);
  }

  const nextOf = ({ uid, capability }: State): State[] =>
    leadsTo
      .flatMap((kind) => view.out(uid, kind))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, most)
      .flatMap((edge) => {
        const [from, to] = [view.node(edge.from), view.node(edge.to)];
        const bits = from && to ? movesAlong(edge, from, to) : 0;
        return movesOf(edge.kind)
          .filter(([needs], i) => bits & (1 << i) && held[capability].has(needs))
          .map(([, gains]) => ({ uid: edge.to, capability: gains }));
      });

  function told(state: State, depth: number): number {
    const key = `${depth} ${state.capability}`;
    const before = known.get(state.uid, key);
    if (before !== undefined) return before;
    const next = depth > 0 ? nextOf(state).map((reached) => told(reached, depth - 1)) : [];
    const value = Math.max(itself(state), ...next);
    known.keep(state.uid, key, value);
    return value;
  }

  return (state, depth = deepest) => told(state, depth);
}
