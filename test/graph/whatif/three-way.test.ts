import { expect, test } from 'vitest';
import { threeWay } from '../../../graph/whatif/three-way.ts';

const own = (name: string, document: string) => ({ name, document });

test.each([
  ['nothing differs', ['a'], ['a'], ['a', 'x'], ['a', 'x']],
  ['one is added', ['a'], ['a', 'b'], ['a', 'x'], ['a', 'x', 'b']],
  ['one goes', ['a', 'b'], ['b'], ['x', 'a', 'b'], ['x', 'b']],
  ['one goes that is not there', ['a'], [], ['x'], ['x']],
  ['one is added that is there', [], ['x'], ['x'], ['x']],
  ['what is there is as it was', { a: 1 }, { b: 2 }, { a: 1 }, { b: 2 }],
  ['a value differs', 'http', 'https', 'ftp', 'https'],
  ['there is none yet', undefined, 'on', undefined, 'on'],
  ['there is none any more', 'on', undefined, 'on', undefined],
])('lists and values: %s', (_, was, is, now, wanted) => {
  expect(threeWay(was, is, now)).toEqual(wanted);
});

test('a member that has a name is changed in its place, and others stay', () => {
  const was = [own('a', '1'), own('b', '1')];
  const is = [own('a', '2')];
  const now = [own('x', '9'), own('a', 'by hand'), own('b', '1')];
  expect(threeWay(was, is, now)).toEqual([own('x', '9'), own('a', '2')]);
});

test('fields that only are there stay, and those that go, go', () => {
  const was = { ports: [22], vpc: 'v', old: 1 };
  const is = { ports: [22, 80], vpc: 'v' };
  const now = { ports: [22, 443], vpc: 'v', old: 1, more: true };
  expect(threeWay(was, is, now)).toEqual({ ports: [22, 443, 80], vpc: 'v', more: true });
});

test('a list in which names tell nothing is as it will be', () => {
  const twice = [own('a', '1'), own('a', '2')];
  expect(threeWay(twice, [own('a', '3')], [own('x', '1')])).toEqual([own('a', '3')]);
});
