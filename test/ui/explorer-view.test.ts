import { expect, test } from 'vitest';
import { asked, formatView, parseView, questionOf } from '#lib/explorer/address.ts';
import { linesOf } from '#lib/explorer/excerpt.ts';
import { shapeOf } from '#lib/explorer/edge-shape.ts';
import { entitiesOf, redactedNaming } from '#lib/explorer/redact.ts';
import { sceneOf } from '#lib/explorer/scene.ts';
import { segmentsOf } from '#lib/explorer/sentence.ts';
import { changed, fresh, redone, undone, type Undo } from '#lib/explorer/undo.ts';
import { fitting, heads, levels } from '#lib/explorer/zoom.ts';
import { pathsJson, pathsMarkdown } from '#lib/explorer/export.ts';
import type { Answer } from '#lib/explorer/ask.ts';
import { path } from './explorer-answer.ts';

const view = (text: string) => parseView(new URLSearchParams(text));

test.each([
  '/explorer',
  '/explorer?finding=finding%3Ax&path=2&panel=answer',
  '/explorer?from=arn%3Aaws%3Aiam%3A%3A1%3Auser%2Fa%26b&to=admin&hops=6&k=50',
  '/explorer?node=a+%22b%0A%3Cscript%3E&avoid=x&avoid=y&through=z&hide=h&pin=p&expand=e&off=ai&wide=yes&names=off',
])('%s is the address of the view that it asks for', (address) => {
  expect(formatView(view(address.split('?')[1] ?? ''))).toBe(address);
});

test.each(['hops=0', 'hops=65', 'hops=1.5', 'k=201', 'k=x', 'path=-1', 'panel=no', 'from='])(
  'what is out of bounds is as usual: %s',
  (text) => expect(view(text)).toEqual(view('')),
);

test('an edge and a node are not selected at once', () => {
  expect(view('edge=e&node=n')).toMatchObject({ edge: 'e', node: '' });
});

test('a selection asks nothing anew, a bound does', () => {
  expect(questionOf(view('edge=e&path=3&hide=x'))).toBe(questionOf(view('')));
  expect(questionOf(view('hops=6'))).not.toBe(questionOf(view('')));
});

test('a new question keeps the bounds and nothing of the drawing', () => {
  const next = asked(view('hops=6&avoid=x&hide=h&edge=e&finding=f&names=off'), { to: 'admin' });
  expect(next).toMatchObject({ to: 'admin', hops: 6, avoid: ['x'], redacted: true });
  expect(next).toMatchObject({ hidden: [], edge: '', finding: '' });
});

test('changes are taken back and done again in order, and a new one forgets what was undone', () => {
  let undo: Undo<number> = fresh;
  undo = changed(undo, 1);
  undo = changed(undo, 2);
  const [two, after] = undone(undo, 3)!;
  expect(two).toBe(2);
  const [one, first] = undone(after, two)!;
  expect(one).toBe(1);
  expect(undone(first, one)).toBeUndefined();
  expect(redone(first, one)![0]).toBe(2);
  expect(redone(changed(first, one), 9)).toBeUndefined();
});

test('a hundred changes are kept', () => {
  const undo = Array.from({ length: 150 }, (_, n) => n).reduce<Undo<number>>(changed, fresh);
  expect(undo.past).toHaveLength(100);
  expect(undo.past[0]).toBe(50);
});

const lit = path(
  'Internet:Internet',
  { kind: 'REACHES', to: 'Endpoint:chat' },
  { kind: 'PROMPTS', to: 'Agent:chat-helper' },
);

test('a sentence is told in names, what is done, and why', () => {
  expect(segmentsOf(lit.hops[1]!)).toEqual([
    { text: 'chat', role: 'name' },
    { text: ' leads to ', role: 'verb' },
    { text: 'chat-helper', role: 'name' },
    { text: ': because', role: 'why' },
  ]);
});

test('redacted, the same entity has the same name everywhere and no text of a record is told', () => {
  const naming = redactedNaming(entitiesOf([lit]));
  const told = lit.hops.flatMap((hop) => segmentsOf(hop, naming).map(({ text }) => text)).join('');
  expect(told).toContain('Internet');
  expect(told.match(/Endpoint 1/g)).toHaveLength(2);
  expect(told).not.toMatch(/chat|because/);
  const answer = { finding: null, paths: [lit], found: null, variables: { from: 'chat' } };
  const files = [
    pathsJson(answer as unknown as Answer, naming),
    pathsMarkdown('Internet to Agent 1', answer as unknown as Answer, naming),
  ];
  for (const text of files) expect(text).not.toMatch(/chat|because/);
});

test('exports say that paths are missing', () => {
  const found = { truncated: 'only the 1 most likely paths' };
  const answer = { finding: null, paths: [lit], found, variables: null } as unknown as Answer;
  expect(pathsJson(answer, ({ name }) => name)).toContain(found.truncated);
  expect(pathsMarkdown('x', answer, ({ name }) => name)).toContain('Not all: only the 1');
});

const edge = [...sceneOf(lit, []).edges.values()][0]!;
const free = { seen: null, crowded: { leaving: false, arriving: false } };

test('lines leave and arrive level and stop short of their heads', () => {
  const points = [
    [180, 70],
    [236, 142],
  ] as const;
  // Read off the reference drawing: 8 px out, 14 px in, 7 px for the head.
  const { line } = shapeOf(edge, { way: 'across', points }, free);
  expect(line).toMatch(/^M180 70H188C[\d.]+ 70 [\d.]+ 142 222 142H229$/);
});

test('a verb without room waits, and one with room stands above the line', () => {
  const level = {
    way: 'across',
    points: [
      [180, 70],
      [236, 70],
    ],
  } as const;
  const short = shapeOf({ ...edge, label: 'calls' }, level, free);
  expect(short).toMatchObject({ fits: true });
  expect(short.verb[0]!.y).toBeLessThan(70);
  expect(shapeOf({ ...edge, label: 'authenticates' }, level, free).fits).toBe(false);
});

test.each([
  ['small', 400, levels.most > 1 ? 1 : levels.most],
  ['wide', 1_500, 976 / 1_500],
  ['too wide to read', 9_000, levels.list],
])('a drawing that is %s is shown at %d px', (_, width, k) => {
  const box = { x: 0, y: 38, width, height: 300 };
  const made = fitting(box, { width: 1_000, height: 600 });
  expect(made.k).toBeCloseTo(k, 5);
  expect(made.y + box.y * made.k).toBeGreaterThanOrEqual(heads);
});

test('a drawing too wide is shown around what is selected', () => {
  const box = { x: 0, y: 0, width: 9_000, height: 300 };
  const focus = { x: 5_000, y: 100, width: 180, height: 40 };
  const { k, x } = fitting(box, { width: 1_000, height: 600 }, focus);
  expect(focus.x * k + x).toBeGreaterThan(0);
  expect((focus.x + focus.width) * k + x).toBeLessThan(1_000);
});

test('excerpts of JSON are laid out, others stand as they are, and long ones say so', () => {
  expect(linesOf('{"a":1}')).toEqual(['{', ' "a": 1', '}']);
  expect(linesOf('not {json')).toEqual(['not {json']);
  expect(linesOf(Array(100).fill('x').join('\n')).at(-1)).toBe('… 40 more lines');
});
