import { operators, type Operator } from './operators.ts';
import { every, not, or, some, type Ternary } from './ternary.ts';
import { fill, template, type Lookup, type Template } from './variables.ts';

/** One operator on one key of a statement. */
export interface Condition {
  /** Name of the key, as written. */
  name: string;
  /** The same in lower case. */
  key: string;
  /** Null: whether the key is absent is itself the question. */
  operator: Operator | null;
  quantifier: 'all' | 'any' | null;
  ifExists: boolean;
  values: readonly Template[];
}

const form = /^(?:(forallvalues|foranyvalue):)?(.+?)(ifexists)?$/;

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const isValue = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

function conditionOf(
  written: string,
  name: string,
  value: unknown,
  variables: boolean,
): Condition | string {
  const [, quantifier, base = '', ifExists] = form.exec(written.toLowerCase()) ?? [];
  const operator = base === 'null' ? null : operators.get(base);
  if (operator === undefined) return `condition operator "${written}"`;
  const values = listOf(value);
  if (!values.every(isValue)) return `value of ${written} ${name}`;
  return {
    name,
    key: name.toLowerCase(),
    operator,
    quantifier: quantifier === undefined ? null : quantifier === 'forallvalues' ? 'all' : 'any',
    ifExists: ifExists !== undefined,
    values: values.map((item) =>
      template(String(item), {
        variables: variables && operator?.variables === true,
        wildcards: operator?.wildcards === true,
      }),
    ),
  };
}

/** Reads the `Condition` of a statement; text says what in it cannot be read. */
export function conditionsOf(block: unknown, variables: boolean): Condition[] | string {
  if (block === undefined) return [];
  if (block === null || typeof block !== 'object' || Array.isArray(block))
    return 'condition that is no object';
  const conditions: Condition[] = [];
  for (const [written, keys] of Object.entries(block)) {
    if (keys === null || typeof keys !== 'object' || Array.isArray(keys))
      return `condition operator "${written}" without keys`;
    for (const [name, value] of Object.entries(keys as Record<string, unknown>)) {
      const condition = conditionOf(written, name, value, variables);
      if (typeof condition === 'string') return condition;
      conditions.push(condition);
    }
  }
  return conditions;
}

/**
 * Whether a condition holds. An absent key fails a positive operator and passes a negated one, one
 * with `IfExists`, and `ForAllValues`; an unknown key leaves it unknown. A variable without a value
 * equals nothing.
 */
export function holds(condition: Condition, lookup: Lookup): Ternary {
  const { name, key, operator, quantifier, ifExists, values } = condition;
  const value = lookup(key);
  if (value === undefined) return [name];
  const absent = value === null || value.length === 0;
  if (operator === null)
    return values.some(
      (wanted) => (typeof wanted === 'string' && wanted.toLowerCase() === 'true') === absent,
    );
  if (absent) {
    if (quantifier !== null) return quantifier === 'all';
    return ifExists || operator.negated;
  }
  const policy = values.map((wanted) => fill(wanted, lookup));
  const hit = (item: string): Ternary =>
    some(policy, (wanted) => {
      if (wanted === null) return false;
      return typeof wanted === 'string' ? operator.match(item, wanted) : wanted;
    });
  const passes = (item: string) => (operator.negated ? not(hit(item)) : hit(item));
  if (quantifier === 'all') return every(value, passes);
  if (quantifier === 'any') return some(value, passes);
  const any = value.map(hit).reduce(or, false);
  return operator.negated ? not(any) : any;
}
