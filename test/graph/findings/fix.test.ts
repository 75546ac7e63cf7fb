import { expect, test } from 'vitest';
import type { Edge } from '../../../graph/entity.ts';
import type { RuleThread } from '../../../graph/findings/confirm.ts';
import { fixOf } from '../../../graph/findings/fix.ts';
import { threadIn, type FindBest } from '../../../graph/findings/thread.ts';
import { View } from '../../../graph/view.ts';
import { cause, edge, node } from './facts.ts';
import { plainSearch } from './plain-search.ts';

const nodes = [
  node('Endpoint', 'e'),
  node('Agent', 'a'),
  node('Agent', 'b'),
  node('DataStore', 'd'),
  node('DataStore', 'o'),
];
const reaches = edge('REACHES', 'internet', 'e', { because: [[cause('api#route')]] });
const prompts = edge('PROMPTS', 'e', 'a');
const reads = edge('QUERIES', 'a', 'd', { because: [[cause('role#s3')]] });

/** Steps from the internet to the data through the given ones. */
const by = (...through: string[]) => ['internet', ...through, 'd'];

function fix(edges: Edge[], lists = [by('e', 'a')], best?: FindBest) {
  const view = new View([...nodes, node('Endpoint', 'f')], edges);
  const plain = threadIn(view, (query) => plainSearch(view).best(query));
  const { path } = plain(lists[0] ?? [], ['D']);
  if (!path) throw new Error('the graph has no path to fix');
  const thread = best ? threadIn(view, best) : plain;
  const through: RuleThread = (steps, avoid) => thread(steps, ['D'], avoid);
  return fixOf({ view, thread: through, lists }, path, 'advice of the rule');
}

test('of two equal changes the one nearer the data', () => {
  expect(fix([reaches, prompts, reads])).toEqual({
    say: 'Change "says role#s3". Authorise the caller inside the tool, or narrow its identity to what it needs.',
    causes: ['role#s3'],
    edge: reads.id,
  });
});

test('what is in use costs more', () => {
  const used = edge('QUERIES', 'a', 'd', { because: [[cause('role#s3')]], lastSeen: 1 });
  expect(fix([reaches, prompts, used]).causes).toEqual(['api#route']);
});

test('a change that leaves another way is none', () => {
  const around = [edge('PROMPTS', 'e', 'b'), edge('QUERIES', 'b', 'd')];
  const found = fix([reaches, prompts, reads, ...around], [by('e')]);
  expect(found.causes).toEqual(['api#route']);
});

test('every list of steps must fall silent', () => {
  const around = [edge('PROMPTS', 'e', 'b'), edge('QUERIES', 'b', 'd')];
  const both = [by('e', 'a'), by('e', 'b')];
  expect(fix([reaches, prompts, reads, ...around], both).causes).toEqual(['api#route']);
  expect(fix([reaches, prompts, reads, ...around], both.slice(0, 1)).causes).toEqual(['role#s3']);
});

test('a change counts with all the edges that it removes', () => {
  const shared = { because: [[cause('role#s3')]] };
  const around = [edge('PROMPTS', 'e', 'b'), edge('QUERIES', 'b', 'd', shared)];
  expect(fix([reaches, prompts, reads, ...around], [by('e')]).causes).toEqual(['role#s3']);
});

test('an edge with a second alternative outlives the first', () => {
  const twice = edge('QUERIES', 'a', 'd', { because: [[cause('role#s3')], [cause('role#all')]] });
  expect(fix([reaches, prompts, twice]).causes).toEqual(['api#route']);
});

test('a cause that all alternatives need removes the edge', () => {
  const both = edge('QUERIES', 'a', 'd', {
    because: [
      [cause('role#s3'), cause('key#1')],
      [cause('role#s3'), cause('key#2')],
    ],
  });
  expect(fix([reaches, prompts, both]).causes).toEqual(['role#s3']);
});

test('without known causes the edge itself is the change', () => {
  const bare = [edge('REACHES', 'internet', 'e'), prompts, edge('QUERIES', 'a', 'd')];
  expect(fix(bare)).toMatchObject({ causes: [], edge: 'QUERIES|a|d' });
});

test('where no single change suffices, the rule advises', () => {
  const other = { because: [[cause('api#other')]] };
  const split = [
    edge('REACHES', 'internet', 'e', { because: [[cause('x')], [cause('y')]] }),
    edge('PROMPTS', 'e', 'a'),
    edge('PROMPTS', 'e', 'b', other),
    edge('QUERIES', 'a', 'd', { because: [[cause('1')], [cause('2')]] }),
    edge('QUERIES', 'b', 'd', other),
  ];
  expect(fix(split, [by('e', 'a'), by('e', 'b')])).toMatchObject({
    edge: 'REACHES|internet|e',
    causes: ['x', 'y'],
  });
  const doors = [edge('REACHES', 'internet', 'f'), edge('PROMPTS', 'f', 'b')];
  const open = [by('e', 'a'), by('e', 'b'), by('f', 'b')];
  expect(fix([...split, ...doors], open)).toEqual({
    say: 'advice of the rule',
    causes: [],
    edge: null,
  });
});

test('a search that ran out of time proves no fix', () => {
  const late = () => ({ path: null, late: true });
  expect(fix([reaches, prompts, reads], [by('e', 'a')], late).edge).toBe(null);
});

test('of causes that are all needed, the one on which less hangs', () => {
  const causes = ['route', 'ingress', 'public-address'].map((type) => ({ ...cause(type), type }));
  const open = edge('REACHES', 'internet', 'e', { because: [causes] });
  const used = edge('QUERIES', 'a', 'd', { because: [[cause('role#s3')]], lastSeen: 1 });
  expect(fix([open, prompts, used]).causes).toEqual(['ingress']);
});

test('a policy of the provider cannot be edited, so another change is smaller', () => {
  const managed = cause('arn:aws:iam::aws:policy/AdministratorAccess#0');
  const open = edge('REACHES', 'internet', 'e', { because: [[cause('api#route')]] });
  const given = edge('QUERIES', 'a', 'd', { because: [[managed]] });
  expect(fix([open, prompts, given]).causes).toEqual(['api#route']);
});

test('what nobody can change is no fix', () => {
  const root = { ...cause('account#root'), type: 'root' };
  const given = edge('QUERIES', 'a', 'd', { because: [[root]] });
  expect(fix([reaches, prompts, given]).causes).toEqual(['api#route']);
  const some = edge('QUERIES', 'a', 'd', { because: [[root, cause('role#s3')]] });
  expect(fix([reaches, prompts, some]).causes).toEqual(['role#s3']);
  const fixed = edge('REACHES', 'internet', 'e', { because: [[root], [cause('api#route')]] });
  expect(fix([fixed, prompts, given])).toMatchObject({ causes: [], edge: prompts.id });
});
