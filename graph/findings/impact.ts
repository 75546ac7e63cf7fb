import type { Node } from '../entity.ts';
import type { Classification } from '../schema/nodes/data.ts';
import type { EdgeKind } from '../schema/index.ts';
import type { View } from '../view.ts';
import { priors } from './priors.ts';

const { impact } = priors;

/** Edges by which having one thing is having the next, for how bad it is to lose it. */
const leadsTo: readonly EdgeKind[] = [
  'QUERIES',
  'OPERATES',
  'SERVES',
  'CAN_STEAL',
  'HOLDS',
  'REVEALS',
  'AUTHENTICATES',
  'ADMINISTERS',
  'CONTAINS',
  'LOADED_BY',
  'SHAPES',
];

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
 * Tells the harm when an attacker arrives at a node of a view, 0 to 1: its own, or that of what
 * it leads to within two steps. Outside production it is less, where the environment is named.
 * Remembers what it told, so make one for each evaluation.
 */
export function impactsOf(view: View): (uid: string) => number {
  const known = new Map<string, number>();

  function next(uid: string, depth: number): number {
    const ids = view
      .out(uid)
      .filter(({ kind }) => leadsTo.includes(kind))
      .map(({ to }) => to)
      .sort()
      .slice(0, most);
    return Math.max(0, ...ids.map((to) => impactAt(to, depth - 1)));
  }

  function impactAt(uid: string, depth: number): number {
    const node = view.node(uid);
    if (!node) return impact.other;
    const key = `${depth} ${uid}`;
    const told = known.get(key);
    if (told !== undefined) return told;
    const { environment } = node.props;
    const factor =
      typeof environment === 'string' && notProduction.test(environment) ? impact.test : 1;
    const value = Math.max(ofItself(node) * factor, depth > 0 ? next(uid, depth) : 0);
    known.set(key, value);
    return value;
  }

  return (uid) => impactAt(uid, 2);
}
