import { afterAll, test, vi } from 'vitest';
import { neo4j } from '../servers/neo4j.ts';
import { graphIsOfTheSet } from './set-of-claims.ts';

const { skip, given } = await neo4j();
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
afterAll(() => given?.release());

test.skipIf(skip)(
  'the graph on Neo4j is a function of the set of claims: order, repetition and batching do not matter',
  async () => {
    if (given) await graphIsOfTheSet(given.open, 30);
  },
);
