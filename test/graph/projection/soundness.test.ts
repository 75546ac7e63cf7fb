import { expect, test } from 'vitest';
import type { Edge, Node } from '../../../graph/entity.ts';
import { endsFrom, endsTo } from '../../../graph/projection/ends.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import { View } from '../../../graph/view.ts';
import { edgeOf, nodeOf } from './graph.ts';

const internet = nodeOf('Internet', 'internet');
const store = nodeOf('DataStore', 'store', { sensitive: true });
const account = nodeOf('Account', 'aws:1');

function found(nodes: Node[], edges: Edge[], from: string, to: string): string[][] {
  const view = new View([internet, store, account, ...nodes], edges);
  const { paths } = new Projection(view.nodes(), view.edges()).paths({
    from: endsFrom(view, from),
    to: endsTo(view, to),
  });
  return paths.map(({ hops }) => hops.map(({ to: next, gains }) => `${next}:${gains}`));
}

const entry = nodeOf('Endpoint', 'entry');
const agent = nodeOf('Agent', 'agent');
const exec = nodeOf('Tool', 'tool', { semantic: 'exec' });
const fixed = nodeOf('Tool', 'tool', { semantic: 'read' });
const code = nodeOf('Workload', 'code');
const role = nodeOf('Identity', 'role');
const chain = [
  edgeOf('REACHES', 'internet', 'entry'),
  edgeOf('PROMPTS', 'entry', 'agent'),
  edgeOf('CAN_CALL', 'agent', 'tool'),
  edgeOf('SERVED_BY', 'tool', 'code'),
  edgeOf('ACTS_AS', 'code', 'role'),
  edgeOf('CAN_STEAL', 'code', 'role'),
  edgeOf('CAN_READ', 'role', 'store'),
];

test('a tool that runs code leads from a prompt to the data of its role', () => {
  expect(found([entry, agent, exec, code, role], chain, 'internet', 'sensitive')).toEqual([
    ['entry:R', 'agent:I', 'tool:U', 'code:X', 'role:C', 'store:D'],
  ]);
});

test('a tool with one fixed operation does not give away its role', () => {
  expect(found([entry, agent, fixed, code, role], chain, 'internet', 'sensitive')).toEqual([]);
});

test('reaching a chat-bot is not steering it', () => {
  const without = chain.filter(({ kind }) => kind !== 'PROMPTS');
  const routed = [...without, edgeOf('ROUTES_TO', 'entry', 'agent')];
  expect(found([entry, agent, exec, code, role], routed, 'internet', 'sensitive')).toEqual([]);
});

test('influence over an agent is not execution where it runs', () => {
  const edges = [...chain.slice(0, 2), edgeOf('RUNS_ON', 'agent', 'code'), ...chain.slice(5)];
  expect(found([entry, agent, code, role], edges, 'internet', 'sensitive')).toEqual([]);
  expect(found([agent, code, role], [edgeOf('RUNS_ON', 'agent', 'code')], 'agent', 'code')).toEqual(
    [],
  );
});

test('acting as an identity is not holding it', () => {
  const without = chain.filter(({ kind }) => kind !== 'CAN_STEAL');
  expect(found([entry, agent, exec, code, role], without, 'internet', 'sensitive')).toEqual([]);
});

test('two applications that share a model do not meet there', () => {
  const model = nodeOf('Model', 'model');
  const endpoint = nodeOf('ModelEndpoint', 'model-endpoint');
  const other = nodeOf('Agent', 'other');
  const edges = [
    edgeOf('REACHES', 'internet', 'entry'),
    edgeOf('PROMPTS', 'entry', 'agent'),
    edgeOf('CALLS_MODEL', 'agent', 'model-endpoint'),
    edgeOf('CALLS_MODEL', 'other', 'model-endpoint'),
    edgeOf('INSTANCE_OF', 'model-endpoint', 'model'),
    edgeOf('QUERIES', 'other', 'store'),
  ];
  expect(found([entry, agent, other, model, endpoint], edges, 'internet', 'sensitive')).toEqual([]);
});

test('two agents that share a read-only tool server do not meet there', () => {
  const server = nodeOf('McpServer', 'server', { auth: 'oauth' });
  const mine = nodeOf('Tool', 'mine', { semantic: 'read' });
  const other = nodeOf('Agent', 'other');
  const edges = [
    edgeOf('REACHES', 'internet', 'entry'),
    edgeOf('PROMPTS', 'entry', 'agent'),
    edgeOf('CAN_CALL', 'agent', 'mine'),
    edgeOf('SERVED_BY', 'mine', 'server'),
    edgeOf('CAN_CALL', 'other', 'mine'),
    edgeOf('QUERIES', 'other', 'store'),
  ];
  expect(found([entry, agent, other, server, mine], edges, 'internet', 'sensitive')).toEqual([]);
});

test('content that only trusted identities write feeds nothing untrusted', () => {
  const base = nodeOf('KnowledgeBase', 'base');
  const writer = nodeOf('Identity', 'writer');
  const edges = [
    edgeOf('CAN_POISON', 'writer', 'base'),
    edgeOf('FEEDS', 'base', 'agent'),
    edgeOf('QUERIES', 'agent', 'store'),
  ];
  expect(found([agent, base, writer], edges, 'internet', 'sensitive')).toEqual([]);
  expect(found([agent, base, writer], edges, 'writer', 'sensitive')).toHaveLength(1);
});

test('administering an account reads what it holds; reading it does not administer', () => {
  const set = nodeOf('ResourceSet', 'set:1/s3');
  const edges = [
    edgeOf('ADMINISTERS', 'role', 'aws:1'),
    edgeOf('CONTAINS', 'aws:1', 'set:1/s3'),
    edgeOf('CONTAINS', 'set:1/s3', 'store'),
  ];
  expect(found([role, set], edges, 'role', 'sensitive')).toEqual([
    ['aws:1:A', 'set:1/s3:D', 'store:D'],
  ]);
  const reader = [edgeOf('CAN_READ', 'role', 'set:1/s3'), ...edges.slice(2)];
  expect(found([role, set], reader, 'role', 'admin')).toEqual([]);
  expect(found([role, set], reader, 'role', 'sensitive')).toHaveLength(1);
});
