import {
  functions,
  signs,
  type Clause,
  type Column,
  type Expression,
  type Group,
  type Link,
  type Place,
  type Query,
} from './query.ts';
import { reader, type Literal } from './pattern.ts';
import { uncommented } from './vocabulary.ts';

type Names = Map<string, number>;

/**
 * Reads a query that keeps to MATCH, WHERE, WITH and RETURN, with patterns, EXISTS and COUNT.
 * Throws an Error for anything else: then only a store can answer it.
 */
export function parseQuery(cypher: string): Query {
  const read = reader(uncommented(cypher));
  let slots = 0;
  const fresh = (names: Names, name: string): number => {
    const slot = slots++;
    if (name) names.set(name, slot);
    return slot;
  };
  const slotOf = (names: Names, name: string): number =>
    names.get(name) ?? read.refuse(`a name that is known, not "${name}"`);
  const props = (): Record<string, Literal> => (read.accept('{') ? read.map() : {});

  function place(names: Names, places: Map<number, Place>): number {
    read.expect('(');
    const name = read.optionalWord();
    const label = read.accept(':') ? read.word() : '';
    const own = props();
    read.expect(')');
    const slot = names.get(name) ?? fresh(names, name);
    const known = places.get(slot);
    const merged = { ...known?.props, ...own };
    places.set(slot, { slot, label: label || (known?.label ?? ''), props: merged });
    return slot;
  }

  const count = () => Number(read.literal());

  function length(): [least: number, most: number] {
    if (!read.accept('*')) return [1, 1];
    const least = count();
    return read.accept('..') ? [least, count()] : [least, least];
  }

  function link(names: Names, from: number, places: Map<number, Place>): Link {
    const backward = read.accept('<-');
    if (!backward) read.expect('-');
    read.expect('[');
    const name = read.optionalWord();
    read.expect(':');
    const kinds = [read.word()];
    while (read.accept('|')) kinds.push(read.word());
    const [least, most] = length();
    if (most > 1 && name) read.refuse('a chain without a name');
    const own = props();
    read.expect(']');
    read.expect(backward ? '-' : '->');
    const slot = fresh(names, name);
    const to = place(names, places);
    const ends = backward ? { from: to, to: from } : { from, to };
    return { slot, kinds, ...ends, least, most, props: own };
  }

  function group(names: Names): Group {
    const places = new Map<number, Place>();
    const links: Link[] = [];
    do {
      let end = place(names, places);
      while (read.is('-') || read.is('<-')) {
        const made = link(names, end, places);
        links.push(made);
        end = made.from === end ? made.to : made.from;
      }
    } while (read.accept(','));
    const where = read.accept('WHERE') ? conjuncts(expression(names)) : [];
    return { places: [...places.values()], links, where };
  }

  const expression = (names: Names): Expression => series(names, 'OR', 'or', conjunction);
  const conjunction = (names: Names): Expression => series(names, 'AND', 'and', negation);

  function series(
    names: Names,
    word: string,
    is: 'and' | 'or',
    one: (names: Names) => Expression,
  ): Expression {
    const first = one(names);
    const items = [first];
    while (read.accept(word)) items.push(one(names));
    return items.length === 1 ? first : { is, items };
  }

  function negation(names: Names): Expression {
    return read.accept('NOT') ? { is: 'not', of: negation(names) } : comparison(names);
  }

  function comparison(names: Names): Expression {
    const left = value(names);
    if (read.accept('IS')) {
      const not = read.accept('NOT');
      if (read.word() !== 'NULL') read.refuse('NULL');
      return not ? { is: 'not', of: { is: 'null', of: left } } : { is: 'null', of: left };
    }
    const sign = signs.find((each) => read.accept(each));
    if (sign === undefined) return left;
    if (sign === 'STARTS' || sign === 'ENDS') read.expect('WITH');
    return { is: 'compare', sign, left, right: value(names) };
  }

  function subquery(is: 'exists' | 'count', names: Names): Expression {
    read.accept('MATCH');
    const inner = group(new Map(names));
    read.expect('}');
    return { is, group: inner };
  }

  function quantified(is: 'any' | 'all', names: Names): Expression {
    const inner = new Map(names);
    const slot = fresh(inner, read.word());
    read.expect('IN');
    const list = value(names);
    read.expect('WHERE');
    const test = expression(inner);
    read.expect(')');
    return { is, slot, list, test };
  }

  function value(names: Names): Expression {
    if (read.accept('$')) return { is: 'parameter', name: read.word() };
    if (read.accept('[')) return { is: 'list', items: read.many(']', () => expression(names)) };
    if (read.accept('(')) {
      const inner = expression(names);
      read.expect(')');
      return inner;
    }
    const word = read.optionalWord();
    switch (word) {
      case '':
        return { is: 'literal', value: read.literal() };
      case 'true':
      case 'false':
        return { is: 'literal', value: word === 'true' };
      case 'null':
        return { is: 'literal', value: null };
      case 'EXISTS':
      case 'COUNT':
        read.expect('{');
        return subquery(word === 'EXISTS' ? 'exists' : 'count', names);
    }
    if (read.accept('(')) {
      if (word === 'any' || word === 'all') return quantified(word, names);
      const name = functions.find((each) => each === word) ?? read.refuse('a function');
      return { is: 'call', name, items: read.many(')', () => expression(names)) };
    }
    const slot = slotOf(names, word);
    if (read.accept('.')) return { is: 'property', slot, name: read.word() };
    if (read.accept(':')) return { is: 'label', slot, label: read.word() };
    return { is: 'variable', slot };
  }

  function columns(names: Names): { known: Names; columns: Column[] } {
    const known: Names = new Map();
    const found: Column[] = [];
    do {
      const made = expression(names);
      const plain = made.is === 'variable' ? nameIn(names, made.slot) : '';
      const name = read.accept('AS') ? read.word() : plain || read.refuse('AS');
      // What passes as it is keeps its slot.
      const slot = made.is === 'variable' ? made.slot : slots++;
      known.set(name, slot);
      found.push({ name, slot, value: made });
    } while (read.accept(','));
    return { known, columns: found };
  }

  let names: Names = new Map();
  const clauses: Clause[] = [];
  for (;;) {
    if (read.accept('MATCH')) clauses.push({ is: 'match', group: group(names) });
    else if (read.accept('WITH')) {
      const distinct = read.accept('DISTINCT');
      const made = columns(names);
      clauses.push({ is: 'with', columns: made.columns, distinct });
      names = made.known;
    } else {
      read.expect('RETURN');
      const distinct = read.accept('DISTINCT');
      const made = columns(names);
      if (!read.done()) read.refuse('the end');
      return { clauses, returns: made.columns, distinct, slots };
    }
  }
}

const nameIn = (names: Names, slot: number): string =>
  [...names].find(([, known]) => known === slot)?.[0] ?? '';

const conjuncts = (expression: Expression): Expression[] =>
  expression.is === 'and' ? expression.items.flatMap(conjuncts) : [expression];
