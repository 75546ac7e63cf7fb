import { expect, test } from 'vitest';
import { waysIn } from '../../../graph/cuts/ways.ts';
import type { Edge } from '../../../graph/entity.ts';
import { View } from '../../../graph/view.ts';
import { cause, edge, node } from '../findings/facts.ts';

const now = Date.UTC(2026, 10, 1);
const nodes = [
  node('Identity', 'r'),
  node('Identity', 's'),
  node('DataStore', 'd'),
  node('DataStore', 'e'),
];
const ways = (...edges: Edge[]) => waysIn(new View(nodes, edges), now);
const reads = (from: string, to: string, ...because: string[][]) =>
  edge('CAN_READ', from, to, { because: because.map((ids) => ids.map((id) => cause(id))) });

const policy = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

test('an edge ends when each of its alternatives has lost a cause', () => {
  const found = ways(reads('r', 'd', ['p#1', 'k#1'], ['p#2']));
  const id = 'CAN_READ|r|d';
  expect(found.of(id)).toEqual([['p#1', 'k#1'], ['p#2']]);
  expect([...found.ended(new Set(['p#1']))]).toEqual([]);
  expect([...found.ended(new Set(['p#2', 'k#1']))]).toEqual([id]);
});

test('one change may end many edges', () => {
  const found = ways(reads('r', 'd', ['p#1']), reads('r', 'e', ['p#1']), reads('s', 'd', ['p#2']));
  expect([...found.ended(new Set(['p#1']))].sort()).toEqual(['CAN_READ|r|d', 'CAN_READ|r|e']);
});

test('what a thing lies in, and what the root of an account may, cannot be changed', () => {
  const root = { ...cause('root#root'), type: 'root' };
  const found = ways(
    edge('CONTAINS', 'r', 'd'),
    edge('CAN_READ', 'r', 'd', { because: [[root]] }),
    edge('CAN_READ', 'r', 'e', { because: [[root, cause('p#1')]] }),
  );
  expect(found.of('CONTAINS|r|d')).toBe(null);
  expect(found.of('CAN_READ|r|d')).toBe(null);
  expect(found.of('CAN_READ|r|e')).toEqual([['p#1']]);
});

test('a policy of the provider is taken from one holder, or from all at more effort', () => {
  const managed = [`${policy}#0`];
  const attached = (who: string) => edge('HAS_POLICY', who, policy);
  const found = waysIn(
    new View(
      [...nodes, node('Policy', policy)],
      [reads('r', 'd', managed), reads('s', 'd', managed), attached('r'), attached('s')],
    ),
    now,
  );
  const detach = `HAS_POLICY|r|${policy}`;
  expect(found.of('CAN_READ|r|d')).toEqual([[detach, `${policy}#0`]]);
  expect([...found.ended(new Set([detach]))].sort()).toEqual(['CAN_READ|r|d', detach]);
  expect([...found.ended(new Set(managed))].sort()).toEqual(['CAN_READ|r|d', 'CAN_READ|s|d']);
  expect(found.change(`${policy}#0`).effort).toBeGreaterThan(found.change(detach).effort);
});

test('an edge without known causes is the change itself, dearer than a known one', () => {
  const found = ways(edge('CAN_READ', 'r', 'd'), reads('r', 'e', ['p#1']));
  expect(found.of('CAN_READ|r|d')).toEqual([['CAN_READ|r|d']]);
  expect(found.change('CAN_READ|r|d').effort).toBeGreaterThan(found.change('p#1').effort);
});

test('in use is what was seen within thirty days', () => {
  const day = 86_400_000;
  const seen = (to: string, days: number) => ({
    ...reads('r', to, ['p#1']),
    lastSeen: now - days * day,
  });
  expect([...ways(seen('d', 29), seen('e', 31)).used(['p#1'])]).toEqual(['CAN_READ|r|d']);
});

const viaGroup = (...more: Edge[]) => {
  const all = [
    reads('u', 'd', [`${policy}#0`]),
    edge('MEMBER_OF', 'u', 'g'),
    edge('HAS_POLICY', 'g', policy),
    ...more,
  ];
  const nodes = ['u', 'd', 'g', 'h', policy].map((uid) => node('Identity', uid));
  return waysIn(new View(nodes, all), now);
};

test('a policy that comes with a group goes from the group, or its member leaves', () => {
  const [leaves, detach] = ['MEMBER_OF|u|g', `HAS_POLICY|g|${policy}`];
  const found = viaGroup();
  expect(found.of('CAN_READ|u|d')).toEqual([[detach, leaves, `${policy}#0`]]);
  expect([...found.ended(new Set([leaves]))].sort()).toEqual(['CAN_READ|u|d', leaves]);
  expect([...found.ended(new Set([detach]))].sort()).toEqual(['CAN_READ|u|d', detach]);
});

test('a policy that comes twice is there until both ways end', () => {
  const [leaves, own] = ['MEMBER_OF|u|g', `HAS_POLICY|u|${policy}`];
  const twice = viaGroup(edge('HAS_POLICY', 'u', policy));
  expect([...twice.ended(new Set([leaves]))]).toEqual([leaves]);
  expect([...twice.ended(new Set([own]))]).toEqual([own]);
  expect([...twice.ended(new Set([leaves, own]))]).toContain('CAN_READ|u|d');
  expect([...twice.ended(new Set([`${policy}#0`]))]).toEqual(['CAN_READ|u|d']);
});

test('what a group says itself ends when its member leaves; a statement of another stays', () => {
  const ofGroup = { ...cause('g#inline:0'), holder: 'g' };
  const from = (uid: string) => ({ ...edge('CAN_READ', uid, 'd'), because: [[ofGroup]] });
  const nodes = ['u', 'v', 'd', 'g'].map((uid) => node('Identity', uid));
  const members = [edge('MEMBER_OF', 'u', 'g'), edge('MEMBER_OF', 'v', 'g')];
  const found = waysIn(new View(nodes, [from('u'), from('v'), ...members]), now);
  expect([...found.ended(new Set(['MEMBER_OF|u|g']))].sort()).toEqual([
    'CAN_READ|u|d',
    'MEMBER_OF|u|g',
  ]);
  expect(found.ended(new Set(['g#inline:0'])).size).toBe(2);
});
