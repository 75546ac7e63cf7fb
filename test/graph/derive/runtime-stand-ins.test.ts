import { expect, test } from 'vitest';
import type { Claim, EdgeClaim, NodeClaim, Ref } from '../../../graph/claim.ts';
import runtimeStandIns from '../../../graph/derive/runtime-stand-ins.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import { View } from '../../../graph/view.ts';
import { write } from '../../../graph/write.ts';
import { claimsOf } from './derived.ts';

const configured = (props: NodeClaim['props'], ref: Ref): NodeClaim => ({
  ...ref,
  props,
  defines: true,
});
const evidence = { source: 'test', record: 'r' };

const state = (nodes: NodeClaim[], edges: EdgeClaim[] = []): Claim => ({
  owner: 'aws:111122223333',
  subject: [...nodes, ...edges.map(({ from }) => from)].map(({ uid }) => uid).join(' '),
  at: 1,
  mode: 'state',
  nodes,
  edges,
  evidence,
});

const seen = (event: string, at: number, nodes: NodeClaim[], edges: EdgeClaim[]): Claim => ({
  owner: 'otel:prod',
  subject: event,
  at,
  mode: 'seen',
  nodes,
  edges,
  evidence: { source: 'otel.traces', record: event },
});

/** The view after the join, and what the join itself claimed. */
async function joined(claims: Claim[]) {
  const store = await openEmbedded();
  try {
    await write(store, claims);
    const carried = claimsOf(await View.load(store), runtimeStandIns);
    await write(store, carried);
    return { view: await View.load(store), carried };
  } finally {
    await store.close();
  }
}

const iam = 'arn:aws:iam::111122223333';
const identity = (uid: string): Ref<'Identity'> => ({ kind: 'Identity', uid });
const tool = (uid: string): Ref<'Tool'> => ({ kind: 'Tool', uid });
const endpoint = (uid: string): Ref<'Endpoint'> => ({ kind: 'Endpoint', uid });
const store: Ref<'DataStore'> = { kind: 'DataStore', uid: 'arn:aws:s3:::patients' };
const agent: Ref<'Agent'> = {
  kind: 'Agent',
  uid: 'arn:aws:bedrock:us-east-1:111122223333:agent/AGENT12345',
};
const service: Ref<'Service'> = { kind: 'Service', uid: 'svc:/shop@prod' };
const host = 'https://abc123.execute-api.us-east-1.amazonaws.com';

const read = (from: Ref): EdgeClaim => ({
  kind: 'CAN_READ',
  from,
  to: store,
  props: { actions: ['s3:GetObject'] },
});
const call = (to: Ref): EdgeClaim => ({ kind: 'CAN_CALL', from: agent, to, props: {} });
const serve = (from: Ref): EdgeClaim => ({ kind: 'ROUTES_TO', from, to: service, props: {} });
const bare = (ref: Ref, name: string) => configured({ name }, ref);

const ofRole = read(identity(`${iam}:role/app`));
const ofTool = call(tool(`tool:${agent.uid}#lookup`));
const ofRoute = serve(endpoint(`ep:${host}/chat`));

/** Name of the case; what is configured; what is seen of which stand-in; the edge that it means. */
const meant: [string, NodeClaim[], NodeClaim, EdgeClaim, string][] = [
  [
    'a role whose path sessions leave out',
    [bare(identity(`${iam}:role/teams/ml/app`), 'app')],
    bare(identity(`${iam}:role/app`), 'app'),
    ofRole,
    `CAN_READ|${iam}:role/teams/ml/app|${store.uid}`,
  ],
  [
    'a tool whose action group a trace leaves out',
    [bare(tool(`tool:${agent.uid}#orders.lookup`), 'lookup')],
    bare(tool(`tool:${agent.uid}#lookup`), 'lookup'),
    ofTool,
    `CAN_CALL|${agent.uid}|tool:${agent.uid}#orders.lookup`,
  ],
  [
    'a route whose verb a trace leaves out',
    [bare(endpoint(`ep:${host}/chat#POST`), 'POST /chat')],
    bare(endpoint(`ep:${host}/chat`), 'chat'),
    ofRoute,
    `ROUTES_TO|ep:${host}/chat#POST|${service.uid}`,
  ],
  [
    'a method whose id holds a resource id, and whose path stands in its settings',
    [
      configured(
        { name: 'POST /chat', config: { type: 'api-method', path: '/chat' } },
        endpoint(`ep:${host}/#a1b2c3.POST`),
      ),
    ],
    bare(endpoint(`ep:${host}/chat`), 'chat'),
    ofRoute,
    `ROUTES_TO|ep:${host}/#a1b2c3.POST|${service.uid}`,
  ],
];

test.each(meant)('%s: what was seen counts for it', async (_, given, standIn, edge, id) => {
  const { view } = await joined([
    state(given),
    seen('event-1', 100, [standIn], [edge]),
    seen('event-2', 300, [standIn], [edge]),
  ]);
  expect(view.edge(id)).toMatchObject({
    basis: 'observed',
    firstSeen: 100,
    lastSeen: 300,
    count: 2,
    props: edge.props,
  });
});

/** Name of the case; what else is configured; what is seen of which stand-in. */
const unclear: [string, NodeClaim[], NodeClaim, EdgeClaim][] = [
  ['no role of that name', [], bare(identity(`${iam}:role/app`), 'app'), ofRole],
  [
    'a role of that name in another account',
    [bare(identity('arn:aws:iam::444455556666:role/teams/app'), 'app')],
    bare(identity(`${iam}:role/app`), 'app'),
    ofRole,
  ],
  [
    'a user of the name of a role',
    [bare(identity(`${iam}:user/teams/app`), 'app')],
    bare(identity(`${iam}:role/app`), 'app'),
    ofRole,
  ],
  [
    'two action groups with a tool of that name',
    [
      bare(tool(`tool:${agent.uid}#orders.lookup`), 'lookup'),
      bare(tool(`tool:${agent.uid}#returns.lookup`), 'lookup'),
    ],
    bare(tool(`tool:${agent.uid}#lookup`), 'lookup'),
    ofTool,
  ],
  [
    'a tool of that name of another agent',
    [bare(tool('tool:arn:aws:bedrock:us-east-1:111122223333:agent/OTHER#orders.lookup'), 'lookup')],
    bare(tool(`tool:${agent.uid}#lookup`), 'lookup'),
    ofTool,
  ],
  [
    'two verbs of one path',
    [
      bare(endpoint(`ep:${host}/chat#GET`), 'GET /chat'),
      bare(endpoint(`ep:${host}/chat#POST`), 'POST /chat'),
    ],
    bare(endpoint(`ep:${host}/chat`), 'chat'),
    ofRoute,
  ],
  [
    'the path of another host',
    [bare(endpoint('ep:https://other.example/chat#POST'), 'POST /chat')],
    bare(endpoint(`ep:${host}/chat`), 'chat'),
    ofRoute,
  ],
];

test.each(unclear)('%s: nothing is carried over', async (_, given, standIn, edge) => {
  const { carried } = await joined([state(given), seen('event-1', 100, [standIn], [edge])]);
  expect(carried).toEqual([]);
});

test('what is configured of a stand-in stays its own', async () => {
  const short = identity(`${iam}:role/app`);
  const { carried } = await joined([
    state([bare(identity(`${iam}:role/teams/app`), 'app')]),
    state([], [read(short)]),
  ]);
  expect(carried).toEqual([]);
});

test('a thing that configuration describes stands for nothing else', async () => {
  const short = bare(identity(`${iam}:role/app`), 'app');
  const { carried } = await joined([
    state([bare(identity(`${iam}:role/teams/app`), 'app')]),
    state([short]),
    seen('event-1', 100, [short], [ofRole]),
  ]);
  expect(carried).toEqual([]);
});

test('an edge between two stand-ins is counted once', async () => {
  const [a, b] = ['a', 'b'].map((name) => identity(`${iam}:role/${name}`)) as [Ref, Ref];
  const [long, other] = ['a', 'b'].map((name) => identity(`${iam}:role/x/${name}`)) as [Ref, Ref];
  const assume: EdgeClaim = { kind: 'CAN_ASSUME', from: a, to: b, props: {} };
  const { view } = await joined([
    state([bare(long, 'a'), bare(other, 'b')]),
    seen('event-1', 100, [bare(a, 'a'), bare(b, 'b')], [assume]),
  ]);
  expect(view.edge(`CAN_ASSUME|${long.uid}|${other.uid}`)).toMatchObject({
    basis: 'observed',
    count: 1,
  });
});

test('a permission that hangs on a condition, and was seen used, is both', async () => {
  const long = identity(`${iam}:role/teams/app`);
  const may: EdgeClaim = {
    kind: 'CAN_READ',
    from: long,
    to: store,
    props: { conditional: true, conditionKeys: ['aws:SourceVpce'] },
    because: [[{ id: 'c', type: 'statement', holder: long.uid, say: 'may read' }]],
  };
  const { view } = await joined([
    state([bare(long, 'app')], [may]),
    seen('event-1', 100, [bare(identity(`${iam}:role/app`), 'app')], [ofRole]),
  ]);
  expect(view.edge(`CAN_READ|${long.uid}|${store.uid}`)).toMatchObject({
    basis: 'observed',
    conditional: true,
    conditionKeys: ['aws:SourceVpce'],
    because: may.because,
    lastSeen: 100,
  });
});
