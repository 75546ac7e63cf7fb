import { expect, test } from 'vitest';
import { derivation } from '../../../graph/derive/derivation.ts';
import { catchUp, type DerivedLedger } from '../../../graph/derive/settle.ts';
import type { Claim } from '../../../graph/claim.ts';
import { View } from '../../../graph/view.ts';

const view = new View();
const agent = { kind: 'Agent', uid: 'agent' } as const;
const toolsTo = (count: number) => Array.from({ length: count }, (_, i) => `tool-${i}`);

/** An agent that uses some tools, of which only those that differ from the time before are named. */
const uses = (tools: { now: readonly string[] }) =>
  derivation({
    name: 'uses',
    doc: '',
    after: [],
    reads: { nodes: [], edges: [] },
    index: (): unknown => tools.now,
    subjects: () => [agent.uid],
    derive(_, all, emit) {
      for (const uid of all as readonly string[])
        emit.edge('CAN_CALL', agent, { kind: 'Tool', uid }, {}, []);
    },
    renew(index) {
      const before = index as readonly string[];
      const differs = [...new Set([...before, ...tools.now])].filter(
        (uid) => before.includes(uid) !== tools.now.includes(uid),
      );
      const ends = new Map([[agent.uid, new Set(differs)]]);
      return { index: tools.now, touched: new Set(), ends };
    },
  });

const edgesOf = (claims: readonly Claim[]) =>
  claims.flatMap(({ edges }) => edges.map(({ to }) => to.uid)).sort();

test('of a claim with many edges only the part that differs is written again', () => {
  const tools = { now: toolsTo(1_000) };
  const ledger: DerivedLedger = new Map();
  const first = catchUp(uses(tools), view, ledger, 1);
  expect(edgesOf(first)).toEqual(toolsTo(1_000).sort());
  expect(first.length).toBeGreaterThan(1);

  tools.now = [...tools.now, 'one-more'];
  const [again, ...others] = catchUp(uses(tools), view, ledger, 2);
  expect(others).toEqual([]);
  expect(again?.edges.map(({ to }) => to.uid)).toContain('one-more');
  const same = first.find(({ subject }) => subject === again?.subject);
  expect(edgesOf([again as Claim])).toEqual([...edgesOf(same ? [same] : []), 'one-more'].sort());
});

test('where few edges are left it is whole again, and its parts are retracted', () => {
  const tools = { now: toolsTo(1_000) };
  const ledger: DerivedLedger = new Map();
  const first = catchUp(uses(tools), view, ledger, 1);
  tools.now = ['tool-0', 'tool-1'];
  const claims = catchUp(uses(tools), view, ledger, 2);
  expect(edgesOf(claims)).toEqual(['tool-0', 'tool-1']);
  expect(claims.filter(({ edges }) => edges.length === 0)).toHaveLength(first.length);
  expect([...(ledger.get('derive/uses')?.keys() ?? [])]).toEqual([agent.uid]);
});

test('parts that another process wrote are retracted where they say nothing any more', () => {
  const tools = { now: toolsTo(1_000) };
  const ledger: DerivedLedger = new Map();
  catchUp(uses(tools), view, ledger, 1);
  const kept: DerivedLedger = new Map([...ledger].map(([owner, known]) => [owner, new Map(known)]));
  tools.now = toolsTo(10);
  const fresh: DerivedLedger = new Map();
  catchUp(uses(tools), view, fresh, 2);
  catchUp(uses(tools), view, kept, 2);
  expect(kept).toEqual(fresh);
});
