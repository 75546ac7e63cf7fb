import { expect, test } from 'vitest';
import { arranger } from '#lib/explorer/arrange.ts';
import { headsOf } from '#lib/explorer/columns.ts';
import { mostColumns, pathsThatFit } from '#lib/explorer/paths-that-fit.ts';
import { sceneOf } from '#lib/explorer/scene.ts';
import { stepFrom } from '#lib/explorer/walk.ts';
import { neighbours, path } from './explorer-answer.ts';

const lit = path(
  'Internet:Internet',
  { kind: 'REACHES', to: 'Endpoint:chat' },
  { kind: 'PROMPTS', to: 'Agent:claims' },
  { kind: 'CAN_CALL', to: 'Tool:python' },
  { kind: 'SERVED_BY', to: 'Workload:runner' },
  { kind: 'CAN_STEAL', to: 'role' },
  { kind: 'CAN_READ', to: 'DataStore:pii' },
);
const beyond = path(
  'Internet:Internet',
  { kind: 'REACHES', to: 'Endpoint:chat' },
  { kind: 'PROMPTS', to: 'Agent:claims' },
  { kind: 'CAN_READ', to: 'DataStore:cases' },
);
const beside = path(
  'Internet:Internet',
  { kind: 'REACHES', to: 'Endpoint:upload' },
  { kind: 'CAN_READ', to: 'DataStore:cases' },
);

test('the lit path is numbered, what it reaches is context, the rest is dimmed', () => {
  const { nodes, edges } = sceneOf(lit, [beyond, beside]);
  expect(nodes.get('Internet:Internet')).toMatchObject({ step: 0, origin: true, level: 'path' });
  expect(nodes.get('DataStore:pii')).toMatchObject({ step: 6, target: true, crown: true });
  expect(nodes.get('DataStore:cases')).toMatchObject({ step: undefined, level: 'context' });
  expect(nodes.get('Endpoint:upload')).toMatchObject({ level: 'dim', target: false });
  expect(edges.get('CAN_READ|Agent:claims|DataStore:cases')?.level).toBe('context');
  expect(edges.get('CAN_READ|Endpoint:upload|DataStore:cases')?.level).toBe('dim');
});

test('a host that only its tool leads to stands under it, and not where others lead to it too', () => {
  expect(sceneOf(lit, []).under).toEqual(new Map([['Workload:runner', 'Tool:python']]));
  const other = path('user', { kind: 'CAN_EXECUTE_ON', to: 'Workload:runner' });
  expect(sceneOf(lit, [other]).under.size).toBe(0);
});

test('edges between the same two nodes are one, and it is the one of the path', () => {
  const twin = path('role', { kind: 'CAN_WRITE', to: 'DataStore:pii' });
  const { edges } = sceneOf(lit, [twin]);
  const drawn = [...edges.values()].filter(({ from }) => from === 'role');
  expect(drawn.map(({ id, ids }) => [id, ids.length])).toEqual([
    ['CAN_READ|role|DataStore:pii', 2],
  ]);
});

test('hiding takes away what then hangs on nothing, and never the path', () => {
  const { nodes, left } = sceneOf(lit, [beside], { hidden: ['Endpoint:upload', 'role'] });
  expect(nodes.has('role')).toBe(true);
  expect(nodes.has('DataStore:cases')).toBe(false);
  expect(left).toBe(2);
});

test('the legend leaves planes and looks out beside the path alone', () => {
  const { nodes } = sceneOf(lit, [beyond], { off: ['data'] });
  expect([...nodes.keys()].filter((uid) => uid.startsWith('DataStore'))).toEqual(['DataStore:pii']);
  const bare = sceneOf(lit, [beyond], { off: ['configured'] });
  expect(bare.edges.size).toBe(lit.hops.length);
  expect(bare.nodes.has('DataStore:cases')).toBe(false);
});

test('many leaves of a kind are one group with a count, and so is what was not fetched', () => {
  const names = Array.from({ length: 9 }, (_, n) => `Secret:s${n}`);
  const expanded = new Map([['role', neighbours('role', names, 30)]]);
  const { nodes } = sceneOf(lit, [], { expanded });
  const groups = [...nodes.values()].flatMap(({ group }) => group ?? []);
  expect(groups.map(({ members, unfetched, at }) => [members.length, unfetched, at])).toEqual([
    [6, 0, 'role'],
    [0, 21, 'role'],
  ]);
  expect([...nodes.keys()].filter((uid) => uid.startsWith('Secret'))).toHaveLength(3);
  const few = new Map([['role', neighbours('role', names.slice(0, 4))]]);
  expect([...sceneOf(lit, [], { expanded: few }).nodes.values()].some((n) => n.group)).toBe(false);
});

test('what is pinned stands for itself, whatever is grouped or left out beside it', () => {
  const names = Array.from({ length: 9 }, (_, n) => `Secret:s${n}`);
  const expanded = new Map([['role', neighbours('role', names)]]);
  const drawn = (pinned: string[], off: string[] = []) =>
    [...sceneOf(lit, [], { expanded, pinned, off }).nodes.values()]
      .filter(({ uid }) => uid.startsWith('Secret'))
      .map(({ uid, pinned: is }) => [uid, is]);
  expect(drawn([])).not.toContainEqual(['Secret:s8', false]);
  expect(drawn(['Secret:s8'])).toContainEqual(['Secret:s8', true]);
  expect(drawn(['Secret:s8'], ['data', 'identity'])).toEqual([['Secret:s8', true]]);
});

test('an edge that is gone is drawn from what the path says of it', () => {
  const gone = { ...lit, hops: lit.hops.map((hop) => ({ ...hop, edge: null })) };
  expect(sceneOf(gone, []).edges.get('CAN_READ|role|DataStore:pii')).toMatchObject({
    label: 'reads',
    level: 'path',
  });
});

test('a condition outweighs how an edge is known', () => {
  const maybe = path('a', { kind: 'CAN_ASSUME', to: 'b', conditional: true });
  expect(sceneOf(maybe, []).edges.get('CAN_ASSUME|a|b')?.look).toBe('conditional');
});

test('nothing to draw is an empty scene', () => {
  expect(sceneOf(undefined, [])).toMatchObject({ path: [], left: 0 });
});

test('a path that would make the drawing too wide is left out, the lit one never', () => {
  const step = (n: number) => ({ kind: 'CAN_ASSUME' as const, to: `r${n}` });
  const long = path('role', ...Array.from({ length: mostColumns + 3 }, (_, n) => step(n)));
  expect(pathsThatFit(lit, [beyond, long])).toEqual([beyond]);
  expect(pathsThatFit(long, [long])).toEqual([long]);
});

test('a path too long by its last step into a set is drawn up to the set', () => {
  const steps = Array.from({ length: mostColumns - 1 }, (_, n) => ({
    kind: 'CAN_ASSUME' as const,
    to: `r${n}`,
  }));
  const member = { kind: 'CONTAINS' as const, to: 'DataStore:one' };
  const set = { kind: 'CAN_READ' as const, to: 'ResourceSet:all' };
  const [drawn] = pathsThatFit(lit, [path('Endpoint:chat', ...steps.slice(2), set, member)]);
  expect(drawn?.hops.at(-1)?.to.uid).toBe('DataStore:one');
  const [cut] = pathsThatFit(lit, [path('Endpoint:chat', ...steps.slice(1), set, member)]);
  expect(cut?.hops.at(-1)?.to.uid).toBe('ResourceSet:all');
});

test('columns are headed by the hops that end there', () => {
  const scene = sceneOf(lit, []);
  const layout = arranger()(scene, false);
  expect(headsOf(layout, lit).map(({ title }) => title)).toEqual([
    'Origin',
    'Hop 1',
    'Hop 2',
    'Hops 3, 4',
    'Hop 5',
    'Hop 6',
  ]);
});

test('neighbours that come back to the start do not turn the lit path round', () => {
  const back = new Map([['Tool:python', neighbours('Tool:python', ['Internet:Internet'])]]);
  const scene = sceneOf(lit, [], { expanded: back });
  const { nodes, edges } = arranger()(scene, false);
  expect(scene.path.map((id) => edges.get(id)?.way)).not.toContain('back');
  expect(nodes.get('Internet:Internet')?.layer).toBe(0);
});

test('nodes that stay keep their rows while the same path is lit', () => {
  const arrange = arranger();
  const before = arrange(sceneOf(lit, [beyond, beside]), false);
  const expanded = new Map([['role', neighbours('role', ['Secret:a', 'Secret:b'])]]);
  const after = arrange(sceneOf(lit, [beyond, beside], { expanded }), false);
  const rows = [...before.nodes].map(([uid, { row }]) => [uid, row] as const).sort();
  const order = (of: typeof after) =>
    rows
      .map(([uid]) => uid)
      .sort((a, b) => of.nodes.get(a)!.row - of.nodes.get(b)!.row || (a < b ? -1 : 1));
  expect(order(after)).toEqual(order(before));
});

test('arrows follow edges, the lit path first', () => {
  const scene = sceneOf(lit, [beyond]);
  const layout = arranger()(scene, false);
  const step = (uid: string, arrow: Parameters<typeof stepFrom>[3]) =>
    stepFrom(scene, layout, uid, arrow);
  expect(step('Agent:claims', 'ArrowRight')).toBe('Tool:python');
  expect(step('Agent:claims', 'ArrowLeft')).toBe('Endpoint:chat');
  expect(step('Tool:python', 'ArrowDown')).toBe('Workload:runner');
  expect(step('DataStore:pii', 'ArrowRight')).toBeUndefined();
  expect(step('nobody', 'ArrowUp')).toBeUndefined();
});
