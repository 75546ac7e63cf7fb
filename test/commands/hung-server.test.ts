import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startCutset } from '../ingest/stream/process.ts';

test('a command on a server that takes connections and says nothing ends, with the reason', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const settings = {
    CUTSET_ESTATE: `bolt://127.0.0.1:${port}`,
    CUTSET_NEO4J_PASSWORD: 'none',
    CUTSET_STATE: process.env['CUTSET_TEST_SERVERS'] ?? '',
  };
  const command = startCutset(settings, 'findings');
  expect(await command.ended).toBe(2);
  expect(command.err).toContain(`bolt://127.0.0.1:${port}: no answer`);
});
