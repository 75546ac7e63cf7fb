import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Store } from '../../graph/store/store.ts';

const writer = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

/** Runs the writer until it is killed at a random moment; returns the batches that it acknowledged. */
function writeUntilKilled(estate: string, from: number, patience: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, estate, String(from)], {
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

/** Kills a writer again and again; after each time what it acknowledged is there, and nothing by half. */
export async function loseNothing(
  estate: string,
  open: () => Promise<Store>,
  kills: number,
): Promise<void> {
  let next = 0;
  for (let kill = 0; kill < kills; kill++) {
    const acknowledged = await writeUntilKilled(estate, next, Math.random() * 60);
    const store = await open();
    const list = async (query: string) =>
      (await store.read(query, {}, { rows: 1_000_000 })).rows.map(({ key }) => key);
    const kept = new Set(await list('MATCH (n:DataStore) RETURN n.uid AS key'));
    const ledger = await list('MATCH (c:Claim) RETURN c.key AS key');
    await store.close();
    for (let batch = 0; batch <= acknowledged; batch++)
      for (let item = 0; item < 20; item++)
        if (!kept.has(`store:${batch}-${item}`)) expect.fail(`lost store:${batch}-${item}`);
    expect(kept.size % 20, 'no batch is there by half').toBe(0);
    expect(ledger.length, 'claims and graph agree').toBe(kept.size);
    next = kept.size / 20;
  }
  expect(next, 'each life acknowledged a batch').toBeGreaterThanOrEqual(kills);
}
