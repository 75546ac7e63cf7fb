import { expect, test } from 'vitest';
import { parseSearch, search } from '../../api/search.ts';
import type { Node } from '../../graph/entity.ts';
import type { NodeKind } from '../../graph/schema/index.ts';
import { View } from '../../graph/view.ts';

const node = (kind: NodeKind, uid: string, props: Record<string, unknown> = {}): Node => ({
  kind,
  uid,
  props,
  stub: false,
  evidence: [],
});

const arn = 'arn:aws:bedrock:eu-west-1:111122223333:agent/QX7';
const view = new View([
  node('Agent', arn, { name: 'claims-assistant' }),
  node('Identity', 'arn:aws:iam::111122223333:role/claims', { name: 'claims' }),
  node('Identity', 'arn:aws:iam::111122223333:role/reclaims', { name: 'reclaims' }),
  node('DataStore', 'arn:aws:s3:::halden-claims', { name: 'halden-claims', sensitive: true }),
  node('DataStore', 'arn:aws:s3:::pictures', { name: 'Pictures of claims' }),
  node('Tool', `tool:${arn}#look_up`, { name: 'look_up' }),
  node('McpServer', 'https://mcp.example/claims', {}),
  node('Finding', 'finding:x1', { name: 'TC-01: Public prompt' }),
]);

const names = (query: string, most = 10) =>
  search(view, query, most).nodes.map(({ uid, props }) => props['name'] ?? uid);

test.each<[string, string, unknown[]]>([
  ['a whole ARN', arn, ['claims-assistant', 'look_up']],
  [
    'a whole ARN in capitals, with space around',
    `  ${arn.toUpperCase()} `,
    ['claims-assistant', 'look_up'],
  ],
  [
    'a whole name first (AI before others), then its start, then the start of a word',
    'claims',
    [
      'https://mcp.example/claims',
      'claims',
      'claims-assistant',
      'halden-claims',
      'Pictures of claims',
      'reclaims',
    ],
  ],
  ['a kind by its name', 'agent:claims', ['claims-assistant']],
  ['a kind by its label', 'data store: claims', ['halden-claims', 'Pictures of claims']],
  ['a kind after the word kind', 'kind:Identity recl', ['reclaims']],
  ['all of a kind', 'kind:Tool', ['look_up']],
  ['what only looks like a kind', `tool:${arn}#look`, ['look_up']],
  ['no finding unless its kind is named', 'prompt', []],
  ['findings by their kind', 'finding:prompt', ['TC-01: Public prompt']],
  ['nothing that is there', 'nobody', []],
  ['nothing at all', '   ', []],
  ['signs that mean something in patterns', '.*', []],
])('finds %s', (_, query, expected) => {
  expect(names(query)).toEqual(expected);
});

test('says how many there are beside those it gives', () => {
  const { nodes, total } = search(view, 'claims', 2);
  expect([nodes.length, total]).toEqual([2, 6]);
});

test('finds what a node is called now, and not what it was called', () => {
  const changing = new View([node('Agent', 'a', { name: 'before' })]);
  expect(search(changing, 'before', 5).total).toBe(1);
  changing.apply({
    nodes: [node('Agent', 'a', { name: 'after' })],
    edges: [],
    goneNodes: [],
    goneEdges: [],
    by: new Map(),
  });
  expect([search(changing, 'before', 5).total, search(changing, 'after', 5).total]).toEqual([0, 1]);
});

test.each([
  ['agent:x', 'Agent', 'x'],
  ['MCP server: x', 'McpServer', 'x'],
  ['kind:mcpserver', 'McpServer', ''],
  ['kind:Agent: x', 'Agent', 'x'],
  ['arn:aws:s3:::x', null, 'aws:s3:::x'],
  ['kind:nothing x', null, 'x'],
])('reads %s', (typed, kind, rest) => {
  expect(parseSearch(typed)).toMatchObject({ kind, rest });
});
