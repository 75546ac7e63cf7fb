import { expect, test } from 'vitest';
import type { Changes } from '../../../graph/workspace.ts';
import { changeOf, decodeChange, encodeChange, namedIn } from '../../../ingest/stream/change.ts';

const evidence = { source: 'aws.iam', record: 'roles.json#1' };
const role = (uid: string) => ({
  ...{ kind: 'Identity' as const, uid, stub: false, props: { name: 'secret name' }, evidence: [] },
});
const changes = (many: number): Changes => ({
  nodes: Array.from({ length: many }, (_, i) => role(`role:${i}`)),
  edges: [],
  goneNodes: ['role:gone'],
  goneEdges: ['CAN_READ|role:gone|store:x'],
  by: new Map([
    ['role:0', { at: 5, evidence: { ...evidence, actor: 'alice' } }],
    ['role:gone', { at: 6, evidence }],
    ['role:untouched', { at: 7, evidence }],
  ]),
});

/** A message that names an edge. */
const naming = (edge: string) =>
  Buffer.from(
    JSON.stringify({ what: 'some', store: 'shop', version: 1, nodes: [], edges: [edge], by: [] }),
  );

test('an edge by its id is taken', () => {
  const edge = 'CAN_READ|role:a|store:b';
  expect(decodeChange(naming(edge))).toMatchObject({ edges: [edge] });
});

test('a message names what changed and by which record, and tells nothing of how it is now', () => {
  const bytes = encodeChange(changeOf('shop', 7, changes(2)));
  expect(bytes.toString()).not.toContain('secret name');
  expect(decodeChange(bytes)).toEqual({
    what: 'some',
    store: 'shop',
    version: 7,
    nodes: ['role:0', 'role:1', 'role:gone'],
    edges: ['CAN_READ|role:gone|store:x'],
    by: [
      ['role:0', { at: 5, evidence: { ...evidence, actor: 'alice' } }],
      ['role:gone', { at: 6, evidence }],
    ],
  });
});

test('what does not fit into a message is told as a change of everything', () => {
  const said = decodeChange(encodeChange(changeOf('shop', 8, changes(1_000_000))));
  expect(said).toEqual({ what: 'all', store: 'shop', version: 8 });
});

test.each<[string, Buffer | null]>([
  ['nothing', null],
  ['no JSON', Buffer.from('{"what":')],
  ['no number', Buffer.from('{"what":"all","store":"shop"}')],
  ['another word', Buffer.from('{"what":"none","store":"shop","version":1}')],
  ['half a number', Buffer.from('{"what":"all","store":"shop","version":1.5}')],
  ...(
    [
      ['an edge of no kind', 'CAN_FLY|role:a|store:b'],
      ['an edge of Cypher', 'X]->() DETACH DELETE n //|role:a|store:b'],
      ['an edge without an end', 'CAN_READ|role:a'],
      ['an edge with an end too many', 'CAN_READ|role:a|store:b|c'],
    ] as const
  ).map(([what, id]): [string, Buffer] => [what, naming(id)]),
])('%s is no message of ours', (_, bytes) => {
  expect(decodeChange(bytes)).toBeNull();
});

test('several messages are taken at once', () => {
  const [one, other] = [1, 2].map((version) => {
    const said = decodeChange(encodeChange(changeOf('shop', version, changes(version))));
    if (said?.what !== 'some') throw new Error('not some');
    return said;
  });
  if (!one || !other) throw new Error('two were made');
  const named = namedIn([one, other]);
  expect(named.versions).toEqual([1, 2]);
  expect(new Set(named.nodes)).toEqual(new Set(['role:0', 'role:1', 'role:gone']));
  expect(named.by.get('role:0')?.evidence).toEqual({ ...evidence, actor: 'alice' });
  expect(named.by.get('role:gone')?.evidence).toEqual(evidence);
});
