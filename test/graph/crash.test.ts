import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { connect } from '../../graph/store/open.ts';
import { loseNothing } from './kill-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutset-crash-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test(
  'killed 25 times while writing, the store lost nothing that it acknowledged',
  () => loseNothing(folder, () => connect({ folder }), 25),
  180_000,
);
