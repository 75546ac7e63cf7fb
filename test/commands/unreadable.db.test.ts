import { afterAll, describe, expect, test } from 'vitest';
import { statements } from '../../graph/store/statements.ts';
import { startCutset } from '../ingest/stream/process.ts';
import { neo4j } from '../servers/neo4j.ts';

const { skip, given } = await neo4j();
afterAll(() => given?.release());

describe.skipIf(skip !== null)('an estate that cannot be read', () => {
  test('ends the command that opens it, with the reason', async () => {
    if (!given) return;
    const store = await given.open();
    await store.write((transaction) =>
      transaction.run(statements.addNodes('Identity'), {
        rows: [{ uid: 'broken', kind: 'Identity', _support: 'no JSON' }],
      }),
    );
    const environment = { CUTSET_ESTATE: given.url, CUTSET_NEO4J_PASSWORD: given.password };
    const command = startCutset(environment, 'findings');
    expect(await command.ended).toBe(2);
    expect(command.err).toContain('cutset: ');
    await store.clear();
    await store.close();
  });
});
