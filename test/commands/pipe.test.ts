import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';

test('a reader that has enough ends a command without a word', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutset-pipe-'));
  await (await Estate.open(folder)).close();
  // More than a pipe holds, so that the writer meets the closed end.
  const query = 'UNWIND range(1, 20000) AS n RETURN n, "some text that fills the pipe"';
  const { stdout, stderr } = spawnSync(
    'sh',
    [
      '-c',
      '"$0" cutset.ts query "$1" --limit 20000 --estate "$2" | head -n 1',
      process.execPath,
      query,
      folder,
    ],
    { encoding: 'utf8' },
  );
  expect(stdout.split('\n')).toHaveLength(2);
  expect(stderr).not.toMatch(/EPIPE|Error/);
  rmSync(folder, { recursive: true });
});
