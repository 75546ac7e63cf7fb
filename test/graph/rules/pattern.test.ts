import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changed } from '../../../graph/rules/example.ts';
import { parsePattern, type Literal } from '../../../graph/rules/pattern.ts';

test('nodes, edges in both directions, and names used again', () => {
  expect(parsePattern('(a:A {x: 1})<-[r:R]-(b:B), (b)-[:S {y: [true, null]}]->(:C)')).toEqual({
    nodes: [
      { name: 'a', label: 'A', props: { x: 1 } },
      { name: 'b', label: 'B', props: {} },
      { name: 'node3', label: 'C', props: {} },
    ],
    edges: [
      { name: 'r', kind: 'R', from: 'b', to: 'a', props: {} },
      { name: 'edge2', kind: 'S', from: 'b', to: 'node3', props: { y: [true, null] } },
    ],
  });
});

test('numbers, escapes and nested values', () => {
  const [node] = parsePattern(
    `(a:A {n: -1.5, s: 'it\\'s', t: "x", m: {k: ['v']}, e: [], o: {}})`,
  ).nodes;
  expect(node?.props).toEqual({ n: -1.5, s: "it's", t: 'x', m: { k: ['v'] }, e: [], o: {} });
});

test.each([
  ['', 'expected "("'],
  ['(a:A', 'expected ")", found "the end"'],
  ['(a:A) x', 'expected "," or the end, found "x"'],
  ['(a:A)-[:R]-(b:B)', 'expected "->"'],
  ['(a:A {x: y})', 'expected a value, found "y"'],
  ['(a:A {x: 1)', 'expected "}"'],
  ['(a:A)-[]->(b:B)', 'expected ":"'],
  ['(a:A) ;', 'cannot read ";"'],
  ["(a:A {x: 'open})", 'cannot read'],
  ["(a:A {x: '('}) '('", 'expected "," or the end'],
])('%j says what stands there', (text, message) => {
  expect(() => parsePattern(text)).toThrow(message);
});

const literal: fc.Arbitrary<Literal> = fc.letrec<{ value: Literal }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]\w{0,5}$/), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value;

const written = (value: Literal): string =>
  typeof value === 'string'
    ? `'${value.replace(/[\\']/g, '\\$&')}'`
    : Array.isArray(value)
      ? `[${value.map(written).join(', ')}]`
      : value !== null && typeof value === 'object'
        ? `{${Object.entries(value)
            .map(([k, v]) => `${k}: ${written(v)}`)
            .join(', ')}}`
        : String(value);

test('whatever text a property holds, it is read back as it was', () => {
  fc.assert(
    fc.property(literal, (value) => {
      expect(parsePattern(`(a:A {x: ${written(value)}})`).nodes[0]?.props).toEqual({ x: value });
    }),
    { numRuns: 500 },
  );
});

test('arbitrary text is a pattern or an error, never anything else', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'()[]{}<->:,=\'"a1 .\\') }), (text) => {
      try {
        parsePattern(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect(error).not.toBeInstanceOf(TypeError);
      }
    }),
    { numRuns: 2_000 },
  );
});

const example = parsePattern('(a:A {x: 1, y: 2})-[r:R {z: true}]->(b:B)');

test.each([
  ['SET a.x = 3', '(a:A {x: 3, y: 2})-[r:R {z: true}]->(b:B)'],
  ['SET r.z = false', '(a:A {x: 1, y: 2})-[r:R {z: false}]->(b:B)'],
  ['REMOVE a.y', '(a:A {x: 1})-[r:R {z: true}]->(b:B)'],
  ['CREATE (a)-[s:S]->(c:C)', '(a:A {x: 1, y: 2})-[r:R {z: true}]->(b:B), (a)-[s:S]->(c:C)'],
])('%s', (change, result) => {
  expect(changed(example, change)).toEqual(parsePattern(result));
  expect(example).toEqual(parsePattern('(a:A {x: 1, y: 2})-[r:R {z: true}]->(b:B)'));
});
