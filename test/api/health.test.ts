import { expect, test } from 'vitest';
import type { Health } from '../../api/http/health.ts';
import { Estate } from '../../graph/estate.ts';
import { serving } from './serving.ts';

/** What a server says of its health, with a token and without. */
async function asked(health: Partial<Health>, prepare: (estate: Estate) => Promise<unknown>) {
  const estate = await Estate.open();
  await prepare(estate);
  const server = await serving(estate, { health });
  const headers = { authorization: `Bearer ${server.token}` };
  const known = await fetch(`${server.address}/readyz`, { headers });
  const unknown = await fetch(`${server.address}/readyz`);
  const alive = await fetch(`${server.address}/healthz`);
  const told = {
    status: known.status,
    known: (await known.json()) as unknown,
    unknown: { status: unknown.status, body: (await unknown.json()) as unknown },
    alive: alive.status,
  };
  await server.close();
  await estate.close();
  return told;
}

const settled = (estate: Estate) => estate.settle();
const claim = {
  owner: 'aws:111122223333/iam',
  subject: 'x',
  at: 1,
  mode: 'state' as const,
  nodes: [],
  edges: [],
  evidence: { source: 'aws.iam', record: 'x#1' },
};
const agent = {
  kind: 'Agent' as const,
  uid: 'agent:x',
  props: { name: 'x' },
  defines: true,
};
const behind = async (estate: Estate) => {
  await estate.settle();
  await estate.write([{ ...claim, nodes: [agent] }]);
};

test.each([
  ['settled', {}, settled, 200, { ready: true, state: 'settled', reason: null }],
  [
    'starting',
    {},
    () => Promise.resolve(),
    503,
    { ready: false, state: 'starting', reason: 'rules have not run yet' },
  ],
  ['behind', {}, behind, 200, { ready: true, state: 'catching up' }],
  [
    'in trouble',
    { trouble: () => 'a rule fails' },
    settled,
    200,
    { ready: true, state: 'catching up', reason: 'a rule fails' },
  ],
  [
    'without its store',
    { ping: () => Promise.reject(new Error('bolt://secret-host')) },
    settled,
    503,
    { ready: false, state: 'store unavailable', reason: 'the store does not answer' },
  ],
])('a server that is %s says so', async (_, health, prepare, status, said) => {
  const told = await asked(health, prepare);
  expect(told).toMatchObject({ status, known: said, alive: 200 });
  expect(told.unknown).toEqual({ status, body: { ready: said.ready } });
});

test.each(['alone', 'leader', 'follower'] as const)(
  'who knows a token is told who derives: %s',
  async (role) => {
    const told = await asked({}, async (estate) => {
      await estate.settle();
      estate.role = role;
    });
    expect(told.known).toEqual({ ready: true, state: 'settled', reason: null, role });
    expect(told.unknown.body).toEqual({ ready: true });
  },
);

test('a container is asked under the name that its port is published as', async () => {
  const estate = await Estate.open();
  await estate.settle();
  const published = 'http://127.0.0.1:8443';
  const server = await serving(estate, { host: '0.0.0.0', published });
  expect(server.link()).toMatch(/^http:\/\/127\.0\.0\.1:8443\/\?token=/);
  expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await server.ask('{ estate { name } }')).status).toBe(200);
  expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
  await server.close();
  for (const elsewhere of ['http://cutset.example', 'http://192.168.1.10:7311'])
    await expect(serving(estate, { host: '0.0.0.0', published: elsewhere })).rejects.toMatchObject({
      code: 'USAGE',
    });
  await estate.close();
});
