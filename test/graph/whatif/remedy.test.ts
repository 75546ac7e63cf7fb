import { expect, test } from 'vitest';
import { remedyOf, remedyText } from '../../../graph/whatif/remedy.ts';
import type { ToldChange } from '../../../graph/cuts/told-change.ts';
import type { Finding } from '../../../graph/findings/finding.ts';
import { View } from '../../../graph/view.ts';
import type { Closing } from '../../../graph/whatif/closing.ts';
import { edge, node } from '../findings/facts.ts';

const day = Date.UTC(2026, 10, 20);
const view = new View(
  [node('Endpoint', 'chat'), node('Agent', 'bot'), node('DataStore', 'claims')],
  [edge('REACHES', 'internet', 'chat'), edge('QUERIES', 'bot', 'claims')],
);

const fixes = {
  enough: { say: 'Close the door.', causes: ['door'], edge: 'REACHES|internet|chat' },
  advice: { say: 'Follow the advice.', causes: [], edge: null },
};

const finding = (fix: Finding['fix'], rest: Partial<Finding> = {}) =>
  ({
    id: 'finding:1',
    status: 'open',
    path: { hops: [], likelihood: 1 },
    fix,
    ...rest,
  }) as unknown as Finding;

const change = (id: string, uses: ToldChange['uses'] = []): ToldChange => ({
  id,
  cause: null,
  edge: id,
  effort: 1,
  say: `Change ${id}.`,
  owner: null,
  kills: [id],
  uses,
});

const closing = (
  of: Finding,
  changes: ToldChange[],
  { left = 0, bound = changes.length, ...rest }: Partial<Closing> & { bound?: number } = {},
): Closing => {
  const price = changes.length;
  const cut = {
    aim: 'cheapest',
    owner: null,
    changes,
    price,
    bound,
    exact: bound >= price,
  } as const;
  return {
    offers: changes.length > 0 ? [{ ...cut, left }] : [],
    left,
    impossible: null,
    finding: of,
    silence: null,
    ...rest,
  };
};

const told = (of: Finding, found: Closing | null) => remedyText(remedyOf(view, of, found));

test('one change that was tried is told with its price and proof', () => {
  const of = finding(fixes.enough);
  const remedy = remedyOf(view, of, closing(of, [change('door')]));
  expect(remedy).toMatchObject({ price: 1, bound: 1, tried: true, notes: [] });
  expect(remedyText(remedy)).toBe(
    'Change door. One change: no path left when tried on a draft; price 1, proved the cheapest.',
  );
});

test('what is not proved says how much cheaper another could be', () => {
  const of = finding(fixes.enough);
  expect(told(of, closing(of, [change('a'), change('b')], { bound: 1 }))).toContain(
    'price 2; none costs less than 1.',
  );
});

test('of several changes it says that they go together, and of what one alone would do', () => {
  const advised = finding(fixes.advice);
  const both = [change('a'), change('b')];
  const text = told(advised, closing(advised, both));
  expect(text).toMatch(/^1\. Change a\. 2\. Change b\. 2 changes, none of which can be left out: /);
  expect(text).toContain('No single change is known that ends all its paths.');
  expect(text).not.toContain(fixes.advice.say);
  const enough = finding(fixes.enough);
  expect(told(enough, closing(enough, both))).toContain(
    'A dearer way to end its paths: Close the door.',
  );
});

test('who uses what goes is named, with the day', () => {
  const of = finding(fixes.enough);
  const used = change('a', [{ edge: 'a', lastSeen: day, by: ['bot', 'somebody'] }]);
  expect(told(of, closing(of, [used]))).toContain(
    'It is in use by bot, somebody, last on 2026-11-20.',
  );
});

test('a part that only silences the rule is told with the path that goes on', () => {
  const of = finding(fixes.advice);
  const all = ['a', 'b', 'c'].map((id) => change(id));
  const silence = { changes: [all[1] ?? change(''), all[2] ?? change('')], goesOn: ['x', 'y'] };
  expect(told(of, closing(of, all, { silence }))).toContain(
    'Changes 2, 3 alone would silence the rule, but the path goes on: x > y.',
  );
});

test('changes that left a path are no remedy that was tried', () => {
  const of = finding(fixes.advice);
  const remedy = remedyOf(view, of, closing(of, [change('a')], { left: 2 }));
  expect(remedy.tried).toBe(false);
  expect(remedy.say).toContain('2 paths left');
});

test('without a search it says what is known, and how to look', () => {
  expect(told(finding(fixes.enough), null)).toBe(
    'Close the door. Without it the graph as it is has none of its paths; it was not tried on a draft.',
  );
  const advised = told(finding(fixes.advice), null);
  expect(advised).toContain('No single change is known');
  expect(advised).toContain('cutset cut --finding finding:1');
});

test('a path that nobody can end is named', () => {
  const of = finding(fixes.advice);
  const impossible = ['REACHES|internet|chat', 'QUERIES|bot|claims'];
  const text = told(of, closing(of, [], { impossible, left: 1 }));
  expect(text).toMatch(/^It has a path that no change ends\. The path: .*chat.*; .*bot.*claims/);
});

test.each([
  ['posture', finding(fixes.advice, { path: null })],
  ['closed', finding(fixes.enough, { status: 'closed' })],
])('of a finding that is %s only the fix is told', (_, of) => {
  expect(told(of, null)).toBe(of.fix.say);
});
