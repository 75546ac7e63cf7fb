import { expect, test } from 'vitest';
import { sharedEdges, sharedNodes } from '../../../api/overview/shared.ts';
import type { Finding } from '../../../graph/findings/finding.ts';
import type { Path } from '../../../graph/projection/search.ts';

const pathOf = (...uids: string[]): Path => ({
  likelihood: 1,
  hops: uids.slice(1).map((to, index) => ({
    edge: `${uids[index]}>${to}`,
    from: uids[index] ?? '',
    to,
    needs: 'R',
    gains: 'R',
    conditional: false,
    probability: 1,
  })),
});

const finding = (path: Path | null) => ({ path }) as Finding;
const open = [
  finding(pathOf('internet', 'chat', 'role', 'orders')),
  finding(pathOf('internet', 'chat', 'role', 'refunds')),
  finding(pathOf('internet', 'form', 'role', 'orders')),
  finding(pathOf('internet', 'chat', 'bot', 'notes')),
  finding(null),
];

test('nodes between start and end, by how many findings cross them', () => {
  expect(sharedNodes(open)).toEqual([
    { id: 'chat', findings: 3, share: 0.75 },
    { id: 'role', findings: 3, share: 0.75 },
    { id: 'bot', findings: 1, share: 0.25 },
    { id: 'form', findings: 1, share: 0.25 },
  ]);
});

test('edges, by how many findings cross them', () => {
  expect(sharedEdges(open).slice(0, 4)).toEqual([
    { id: 'internet>chat', findings: 3, share: 0.75 },
    { id: 'chat>role', findings: 2, share: 0.5 },
    { id: 'role>orders', findings: 2, share: 0.5 },
    { id: 'bot>notes', findings: 1, share: 0.25 },
  ]);
});

test('a path that comes back to a node counts once', () => {
  expect(sharedNodes([finding(pathOf('internet', 'a', 'b', 'a', 'c'))])).toEqual([
    { id: 'a', findings: 1, share: 1 },
    { id: 'b', findings: 1, share: 1 },
  ]);
});

test('without paths nothing is shared', () => {
  expect([sharedNodes([finding(null)]), sharedEdges([])]).toEqual([[], []]);
});
