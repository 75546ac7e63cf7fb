import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openEmbedded } from '../../graph/store/embedded.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutset-crash-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const writer = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

/** Runs the writer until it is killed at a random moment; returns the batches that it acknowledged. */
function writeUntilKilled(path: string, from: number, patience: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, path, String(from)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let acknowledged = from - 1;
    let errors = '';
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    child.stdout.on('data', (data: Buffer) => {
      for (const line of data.toString().split('\n').filter(Boolean)) acknowledged = Number(line);
      setTimeout(() => child.kill('SIGKILL'), patience);
    });
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(acknowledged);
      else reject(new Error(`the writer ended by itself with ${code}: ${errors}`));
    });
  });
}

test('killed 25 times while writing, the store lost nothing that it acknowledged', async () => {
  const path = join(folder, 'graph.db');
  let next = 0;
  for (let kill = 0; kill < 25; kill++) {
    const acknowledged = await writeUntilKilled(path, next, Math.random() * 60);
    const store = await openEmbedded(path);
    const { rows } = await store.read(
      'MATCH (n:DataStore) RETURN n.uid AS uid',
      {},
      { rows: 1_000_000 },
    );
    const kept = new Set(rows.map(({ uid }) => uid));
    const { rows: ledger } = await store.read(
      'MATCH (c:Claim) RETURN c.key AS key',
      {},
      { rows: 1_000_000 },
    );
    await store.close();
    for (let batch = 0; batch <= acknowledged; batch++)
      for (let item = 0; item < 20; item++)
        if (!kept.has(`store:${batch}-${item}`)) expect.fail(`lost store:${batch}-${item}`);
    expect(kept.size % 20, 'no batch is there by half').toBe(0);
    expect(ledger.length, 'claims and graph agree').toBe(kept.size);
    next = kept.size / 20;
  }
  expect(next).toBeGreaterThan(25);
}, 180_000);
