import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allCommands, loadCommand } from '../../commands/registry.ts';
import { runLocally } from '../../commands/run.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cutset-none-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

async function run(folder: string, name: string, ...argv: string[]) {
  const command = await loadCommand(name);
  if (!command) throw new Error(`no command ${name}`);
  const io = {
    out: () => undefined,
    err: () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
    cwd: home,
  };
  return runLocally({ command, argv: [...argv, '--estate', folder], place: { folder }, io });
}

const reading: Record<string, string[]> = {
  access: ['--principal', 'arn:aws:iam::111122223333:role/x', '--action', 's3:GetObject'].concat(
    ...['--resource', 'arn:aws:s3:::b/k'],
  ),
  paths: ['--from', 'internet', '--to', 'sensitive'],
  reach: ['internet'],
  findings: [],
  history: [],
  cut: ['--from', 'internet', '--to', 'sensitive'],
  whatif: ['--remove', 'x'],
  check: ['--plan', 'plan.json'],
  query: ['MATCH (n) RETURN count(n) AS n'],
  report: [],
  doctor: [],
  migrate: [],
};

/** Commands that speak of no estate. */
const ofNone = ['collect', 'deadletters'];

test('every command either makes an estate, reads one, or speaks of none', async () => {
  const making = (await allCommands()).filter(({ creates }) => creates).map(({ name }) => name);
  expect(making.sort()).toEqual(['ingest', 'serve', 'worker']);
  const named = (await allCommands()).map(({ name }) => name);
  expect(named.sort()).toEqual([...making, ...Object.keys(reading), ...ofNone].sort());
});

test.each(Object.entries(reading))(
  '%s refuses a folder that is not there, and makes nothing',
  async (name, argv) => {
    const folder = join(home, 'mistyped');
    await expect(run(folder, name, ...argv)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining(
        `${folder}: there is no such folder; "cutset ingest"`,
      ) as unknown,
    });
    expect(existsSync(folder)).toBe(false);
  },
);

test('a folder of something else is left as it is', async () => {
  const folder = join(home, 'other');
  mkdirSync(folder);
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await expect(run(folder, 'doctor')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('the folder holds no estate') as unknown,
  });
  expect(readdirSync(folder)).toEqual(['notes.txt']);
});

test('where an estate is, the same command reads it', async () => {
  const folder = join(home, 'estate');
  const record = join(home, 'identity.json');
  const arn = 'arn:aws:iam::444455556666:user/x';
  writeFileSync(record, JSON.stringify({ UserId: 'AIDA', Account: '444455556666', Arn: arn }));
  expect(await run(folder, 'ingest', record)).toBe(0);
  expect(await run(folder, 'doctor')).toBe(0);
});
