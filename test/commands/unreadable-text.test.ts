import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { claimsOf, estateWith, shop } from '../api/shop.ts';
import { running } from './running.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutset-text-'));
const file = join(folder, 'secret.env');
writeFileSync(file, 'PASSWORD=hunter2\n');
const estate = await estateWith(claimsOf(shop));
const [target = ''] = [...estate.view.nodes()].map(({ uid }) => uid);
afterAll(async () => {
  await estate.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['whatif', ['--set', `${target}=${file}`]],
  ['access', ['--requests', file]],
])('%s says that a file is not JSON without a word of it', async (name, argv) => {
  const failed = running(estate, name, argv);
  await expect(failed).rejects.toThrow(/Unexpected/);
  await expect(failed).rejects.not.toThrow(/PASSWORD|hunter2/);
});
