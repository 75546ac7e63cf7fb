import { expect, test } from 'vitest';
import type { Claim } from '../../graph/claim.ts';
import { estateWith } from './shop.ts';
import { serving } from './serving.ts';

/** Names that records may carry. */
const names = [
  '<script>alert(1)</script>',
  '"} { estate { name } } #',
  "Robert'); DROP TABLE agents;--",
  'line\nbreak\ttab\u0000null',
  '\u202egnp.exe\u200b',
  '{to} and {from}',
  '$& $1 $`',
  '=HYPERLINK("x")',
  '💣'.repeat(50),
  'x'.repeat(10_000),
];

const uidOf = (index: number) => `arn:aws:bedrock:eu-west-1:111122223333:agent/${index}`;

const claim: Claim = {
  owner: 'aws:111122223333/bedrock',
  subject: 'agents',
  at: Date.now(),
  mode: 'state',
  nodes: [
    ...names.map((name, index) => ({
      kind: 'Agent' as const,
      uid: uidOf(index),
      props: { name, owner: name, tags: { [name]: name } },
      defines: true,
    })),
    { kind: 'Endpoint', uid: 'ep:https://x/', props: { name: names[5] }, defines: true },
  ],
  edges: names.map((name, index) => ({
    kind: 'PROMPTS' as const,
    from: { kind: 'Endpoint' as const, uid: 'ep:https://x/' },
    to: { kind: 'Agent' as const, uid: uidOf(index) },
    props: { note: name },
  })),
  evidence: { source: 'aws.bedrock', record: `${names[0]}#1`, actor: names[4] ?? '' },
};

test('hostile names are given back as they are, and nothing else', async () => {
  const estate = await estateWith([claim]);
  await using server = await serving(estate);
  for (const [index, name] of names.entries()) {
    const { status, data } = await server.ask(
      `query ($uid: ID!, $edge: ID!, $name: String!) {
        entity(uid: $uid) { name owner tags }
        edge(id: $edge) { reason saying evidence { actor record } }
        search(query: $name) { entities { uid } }
      }`,
      {
        uid: uidOf(index),
        edge: `PROMPTS|ep:https://x/|${uidOf(index)}`,
        name: name.slice(0, 2_048),
      },
    );
    expect(status).toBe(200);
    expect(data).toMatchObject({
      entity: { name, owner: name, tags: JSON.stringify({ [name]: name }) },
      edge: {
        reason: name,
        saying: `text sent to ${names[5]} becomes a prompt of ${name}`,
        evidence: [{ actor: names[4], record: `${names[0]}#1` }],
      },
    });
    expect(data?.['search']).toHaveProperty('entities.0.uid', uidOf(index));
  }
  await estate.close();
});
