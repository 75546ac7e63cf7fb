import type { Params, Row } from '../store/store.ts';
import { arranged, boundBy, planOf, type Step } from './plan.ts';
import {
  expressionsOf,
  partsOf,
  type Column,
  type Expression,
  type Group,
  type Query,
} from './query.ts';
import { solve } from './solve.ts';
import type { Readable } from '../view.ts';
import { aggregates, textOf, valueOf, type Bound, type Frame } from './value.ts';

/** Answers a query for the rows in which a slot stands for one node. */
export type AnswerFor = (graph: Readable, uid: string, parameters: Params) => Row[];

/** Of many rows, what a column says of them all; undefined where it is no aggregate. */
const joinOf = ({ value }: Column) => (value.is === 'call' ? aggregates[value.name] : undefined);

/** The plans of a query's groups, those inside expressions too, for a slot that is bound. */
function plansOf({ clauses, returns }: Query, anchor: number): ReadonlyMap<Group, Step[]> {
  const plans = new Map<Group, Step[]>();
  const put = (group: Group, bound: ReadonlySet<number>) => {
    plans.set(group, planOf(group, bound));
    const inside = new Set([...bound, ...boundBy(group)]);
    for (const condition of group.where) putAll(condition, inside);
  };
  const putAll = (expression: Expression, bound: ReadonlySet<number>) => {
    const { inner, groups } = partsOf(expression);
    for (const group of groups) put(group, bound);
    for (const one of inner) putAll(one, bound);
  };
  let bound = new Set([anchor]);
  for (const clause of clauses)
    if (clause.is === 'match') {
      put(clause.group, bound);
      for (const slot of boundBy(clause.group)) bound.add(slot);
    } else {
      for (const { value } of clause.columns) putAll(value, bound);
      bound = new Set(clause.columns.map(({ slot }) => slot));
      if (!bound.has(anchor)) throw new Error('the rows no longer tell what they are about');
    }
  for (const { value } of returns) putAll(value, bound);
  return plans;
}

/** Rows as columns have them: those alike but for aggregates become one, or each once. */
function columnsOf(rows: Bound[][], columns: readonly Column[], distinct: boolean, told: Tell) {
  const joined = columns.some((column) => joinOf(column) !== undefined);
  const made = new Map<string, Bound[]>();
  for (const [i, slots] of rows.entries()) {
    const values = columns.map(({ value }) => told(value, slots));
    const alike = columns.flatMap((column, c) => (joinOf(column) ? [] : [textOf(values[c])]));
    const key = joined || distinct ? alike.join('\n') : String(i);
    const known = made.get(key);
    if (!known) made.set(key, values);
    else
      for (const [c, column] of columns.entries())
        known[c] = joinOf(column)?.(known[c], values[c]) ?? known[c];
  }
  return [...made.values()];
}

type Tell = (expression: Expression, slots: Bound[]) => unknown;

/** Throws an Error where many rows become one in another way than a column by itself. */
function checkAggregates(query: Query): void {
  const columns = query.clauses.flatMap((clause) => (clause.is === 'with' ? clause.columns : []));
  const able = new Set([...columns, ...query.returns].filter(joinOf).map(({ value }) => value));
  for (const one of expressionsOf(query))
    if (one.is === 'call' && one.name !== 'coalesce' && !able.has(one))
      throw new Error(`${one.name} inside of an expression`);
}

/**
 * A query made ready to be answered for one node at a time. Throws an Error where its rows are not
 * about the node of that slot alone.
 */
export function answerFor(asked: Query, anchor: number): AnswerFor {
  checkAggregates(asked);
  const query = { ...asked, clauses: arranged(asked.clauses, new Set([anchor])) };
  const plans = plansOf(query, anchor);
  return (graph, uid, parameters) => {
    const frameOf = (slots: Bound[]): Frame => ({
      slots,
      parameters,
      count(group, most) {
        let found = 0;
        solve(graph, plans.get(group) ?? [], slots, this, () => ++found >= most);
        return found;
      },
    });
    const told: Tell = (expression, slots) => valueOf(expression, frameOf(slots));
    const first: Bound[] = Array.from({ length: query.slots });
    first[anchor] = graph.node(uid);
    let rows = first[anchor] === undefined ? [] : [first];
    for (const clause of query.clauses)
      if (clause.is === 'match')
        rows = rows.flatMap((slots) => {
          const found: Bound[][] = [];
          solve(graph, plans.get(clause.group) ?? [], slots, frameOf(slots), () => {
            found.push([...slots]);
            return false;
          });
          return found;
        });
      else {
        const { columns, distinct } = clause;
        rows = columnsOf(rows, columns, distinct, told).map((values) => {
          const slots: Bound[] = Array.from({ length: query.slots });
          for (const [c, { slot }] of columns.entries()) slots[slot] = values[c];
          return slots;
        });
      }
    return columnsOf(rows, query.returns, query.distinct, told).map((values) =>
      Object.fromEntries(query.returns.map(({ name }, c) => [name, values[c]])),
    );
  };
}
