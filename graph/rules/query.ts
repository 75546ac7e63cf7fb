import type { Literal } from './pattern.ts';

/** A node of a pattern. Slots number what a query names, and what it leaves nameless. */
export interface Place {
  slot: number;
  /** Empty where any node fits. */
  label: string;
  props: Record<string, Literal>;
}

/** A relationship of a pattern, or a chain of them. */
export interface Link {
  slot: number;
  kinds: readonly string[];
  /** Slots of the places at its ends. */
  from: number;
  to: number;
  /** How many relationships it stands for; 1 and 1 where it is no chain. */
  least: number;
  most: number;
  props: Record<string, Literal>;
}

/** Patterns that hold together, and what must be true of them, each by itself. */
export interface Group {
  places: readonly Place[];
  links: readonly Link[];
  where: readonly Expression[];
}

export const signs = ['=', '<>', '<', '<=', '>', '>=', 'IN', 'CONTAINS', 'STARTS', 'ENDS'] as const;
export type Sign = (typeof signs)[number];

export const functions = ['coalesce', 'min', 'max'] as const;
export type Function = (typeof functions)[number];

export type Expression =
  | { is: 'literal'; value: Literal }
  | { is: 'parameter'; name: string }
  | { is: 'variable'; slot: number }
  | { is: 'property'; slot: number; name: string }
  | { is: 'label'; slot: number; label: string }
  | { is: 'list'; items: Expression[] }
  | { is: 'call'; name: Function; items: Expression[] }
  | { is: 'not'; of: Expression }
  | { is: 'null'; of: Expression }
  | { is: 'and' | 'or'; items: Expression[] }
  | { is: 'compare'; sign: Sign; left: Expression; right: Expression }
  | { is: 'any' | 'all'; slot: number; list: Expression; test: Expression }
  | { is: 'exists' | 'count'; group: Group };

/** One column: what it holds, and the slot under which what follows knows it. */
export interface Column {
  name: string;
  slot: number;
  value: Expression;
}

export type Clause =
  { is: 'match'; group: Group } | { is: 'with'; columns: Column[]; distinct: boolean };

/** A query in the part of Cypher that most rules keep to. */
export interface Query {
  clauses: Clause[];
  /** What it returns; its last clause. */
  returns: Column[];
  distinct: boolean;
  /** How many slots it has. */
  slots: number;
}

/** The expressions and the groups right inside one. */
export function partsOf(expression: Expression): { inner: Expression[]; groups: Group[] } {
  switch (expression.is) {
    case 'list':
    case 'call':
    case 'and':
    case 'or':
      return { inner: expression.items, groups: [] };
    case 'not':
    case 'null':
      return { inner: [expression.of], groups: [] };
    case 'compare':
      return { inner: [expression.left, expression.right], groups: [] };
    case 'any':
    case 'all':
      return { inner: [expression.list, expression.test], groups: [] };
    case 'exists':
    case 'count':
      return { inner: [], groups: [expression.group] };
    default:
      return { inner: [], groups: [] };
  }
}

/** An expression and all inside it. */
export function* within(expression: Expression): Iterable<Expression> {
  yield expression;
  const { inner, groups } = partsOf(expression);
  for (const one of [...inner, ...groups.flatMap(({ where }) => where)]) yield* within(one);
}

/** Every expression of a query. */
export function* expressionsOf({ clauses, returns }: Query): Iterable<Expression> {
  for (const clause of clauses)
    for (const expression of clause.is === 'match'
      ? clause.group.where
      : clause.columns.map(({ value }) => value))
      yield* within(expression);
  for (const { value } of returns) yield* within(value);
}

/** The groups that a query matches itself, all of which hold for each of its rows. */
export const matchedBy = ({ clauses }: Query): Group[] =>
  clauses.flatMap((clause) => (clause.is === 'match' ? [clause.group] : []));

/** The groups inside expressions, each after the one that it lies in. */
export const groupsInside = (query: Query): Group[] =>
  [...expressionsOf(query)].flatMap((one) => partsOf(one).groups);

export const groupsOf = (query: Query): Group[] => [...matchedBy(query), ...groupsInside(query)];
