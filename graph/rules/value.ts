import { canonical } from '../claim.ts';
import type { Edge, Node } from '../entity.ts';
import { jsonProps } from '../schema/index.ts';
import type { Params } from '../store/store.ts';
import type { Expression, Function, Group, Sign } from './query.ts';

/** What a slot holds: a node, a relationship, a value; undefined while nothing is bound to it. */
export type Bound = unknown;

/** What expressions are told from. */
export interface Frame {
  slots: Bound[];
  parameters: Params;
  /** How many matches a group has; no more are looked for than `most`. */
  count(group: Group, most: number): number;
}

const isNode = (thing: object): thing is Node => 'uid' in thing;

const orNull = (value: unknown): unknown => value ?? null;

/** A property as the store holds it: nested ones are text. */
export function propertyOf(thing: unknown, name: string): unknown {
  if (thing === null || typeof thing !== 'object') return null;
  if (!isNode(thing)) return orNull(edgeFacts(thing as Edge, name));
  switch (name) {
    case 'uid':
    case 'kind':
    case 'stub':
    case 'firstSeen':
    case 'lastSeen':
    case 'count':
      return orNull(thing[name]);
  }
  const value = orNull(thing.props[name]);
  return value !== null && jsonProps[thing.kind].has(name) ? canonical(value) : value;
}

function edgeFacts(edge: Edge, name: string): unknown {
  switch (name) {
    case 'id':
    case 'basis':
    case 'conditional':
    case 'conditionKeys':
    case 'firstSeen':
    case 'lastSeen':
    case 'count':
      return edge[name];
    default:
      return edge.props[name];
  }
}

export const hasLabel = (thing: unknown, label: string): boolean =>
  thing !== null &&
  typeof thing === 'object' &&
  isNode(thing) &&
  (label === 'Entity' || thing.kind === label);

/** The same text for the same value; a node or an edge is what its id says. */
export function textOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return canonical(value);
  if (isNode(value)) return `node ${value.uid}`;
  return 'from' in value && 'id' in value ? `edge ${String(value.id)}` : canonical(value);
}

/** True, false, or null where it cannot be told. */
function equal(left: unknown, right: unknown): boolean | null {
  if (left === null || right === null) return null;
  if (typeof left === 'object' || typeof right === 'object') return textOf(left) === textOf(right);
  return left === right;
}

const turned = (truth: boolean | null) => (truth === null ? null : !truth);

function before(left: unknown, right: unknown): boolean | null {
  if (typeof left === 'string' && typeof right === 'string') return left < right;
  return typeof left === 'number' && typeof right === 'number' ? left < right : null;
}

/** True where one is, else null where one is not told: as OR has it. */
const anyOf = (truths: Iterable<unknown>): boolean | null => {
  let unknown = false;
  for (const truth of truths)
    if (truth === true) return true;
    else unknown ||= truth !== false;
  return unknown ? null : false;
};

function among(left: unknown, list: unknown): boolean | null {
  return Array.isArray(list) ? anyOf(list.map((item) => equal(left, orNull(item)))) : null;
}

const texts = (left: unknown, right: unknown, holds: (a: string, b: string) => boolean) =>
  typeof left === 'string' && typeof right === 'string' ? holds(left, right) : null;

const comparisons: Record<Sign, (left: unknown, right: unknown) => boolean | null> = {
  '=': equal,
  '<>': (left, right) => turned(equal(left, right)),
  '<': before,
  '>': (left, right) => before(right, left),
  '<=': (left, right) => anyOf([before(left, right), equal(left, right)]),
  '>=': (left, right) => anyOf([before(right, left), equal(left, right)]),
  IN: among,
  CONTAINS: (left, right) => texts(left, right, (a, b) => a.includes(b)),
  STARTS: (left, right) => texts(left, right, (a, b) => a.startsWith(b)),
  ENDS: (left, right) => texts(left, right, (a, b) => a.endsWith(b)),
};

type Join = (a: unknown, b: unknown) => unknown;

/** A join that leaves nulls out. */
const ofKnown =
  (join: Join): Join =>
  (a, b) =>
    a === null ? b : b === null ? a : join(a, b);

/** Of many rows, what stands for them all. */
export const aggregates: Partial<Record<Function, Join>> = {
  min: ofKnown((a, b) => (before(b, a) === true ? b : a)),
  max: ofKnown((a, b) => (before(a, b) === true ? b : a)),
};

/** The value of an expression as Cypher has it: null where it is not told. */
export function valueOf(expression: Expression, frame: Frame): unknown {
  const told = (inner: Expression) => valueOf(inner, frame);
  switch (expression.is) {
    case 'literal':
      return expression.value;
    case 'parameter':
      return orNull(frame.parameters[expression.name]);
    case 'variable':
      return orNull(frame.slots[expression.slot]);
    case 'property':
      return propertyOf(frame.slots[expression.slot], expression.name);
    case 'label':
      return hasLabel(frame.slots[expression.slot], expression.label);
    case 'list':
      return expression.items.map(told);
    case 'call':
      // Of one row, an aggregate is the value itself.
      return orNull(expression.items.map(told).find((value) => value !== null));
    case 'not':
      return turned(truthOf(told(expression.of)));
    case 'null':
      return told(expression.of) === null;
    case 'or':
      return anyOf(map(expression.items, told));
    case 'and':
      return turned(anyOf(map(expression.items, (inner) => turned(truthOf(told(inner))))));
    case 'compare':
      return comparisons[expression.sign](told(expression.left), told(expression.right));
    case 'exists':
      return frame.count(expression.group, 1) > 0;
    case 'count':
      return frame.count(expression.group, Infinity);
    case 'any':
    case 'all': {
      const { slot, list, test, is } = expression;
      const items = told(list);
      if (!Array.isArray(items)) return null;
      const truths = map(items, (item) => {
        frame.slots[slot] = item;
        return truthOf(told(test));
      });
      return is === 'any' ? anyOf(truths) : turned(anyOf(map(truths, turned)));
    }
  }
}

const truthOf = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

function* map<T, U>(items: Iterable<T>, of: (item: T) => U): Iterable<U> {
  for (const item of items) yield of(item);
}
