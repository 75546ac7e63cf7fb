import { expect, test } from 'vitest';
import { z } from 'zod';
import { timeOf } from '../../commands/command.ts';
import { loadDemo } from '../../demo/load.ts';
import { Estate } from '../../graph/estate.ts';
import { placeOf, storeSettings } from '../../graph/store/settings.ts';
import { running } from './running.ts';

test.each([
  ['2026-11-24T17:00:00Z', '2026-11-24T17:00:00.000Z'],
  ['2026-11-24T17:00:00.25+02:00', '2026-11-24T15:00:00.250Z'],
  ['2026-11-24T17:00', '2026-11-24T17:00:00.000Z'],
  ['2026-11-24', '2026-11-24T00:00:00.000Z'],
])('%s is a time, of UTC where it has no zone', (text, iso) => {
  expect(new Date(timeOf(text, 'since') ?? 0).toISOString()).toBe(iso);
});

test.each(['1', '2026', 'yesterday', '24.11.2026', '2026-13-01', '2026-11-24T25:00:00Z', ''])(
  '%j is none, and is refused by name',
  (text) => {
    expect(() => timeOf(text, 'since')).toThrow(`--since ${text}: expected a time`);
  },
);

test('an argument that a command does not take is refused, so that no option is missed', async () => {
  const estate = await Estate.open();
  const surplus: [string, ...string[]][] = [
    ['findings', 'TC-02'],
    ['whatif', '--remove', 'internet', 'other'],
    ['doctor', 'now'],
  ];
  for (const [name, ...argv] of surplus)
    await expect(running(estate, name, argv)).rejects.toThrow(`"${argv.at(-1)}" is no option`);
  expect((await running(estate, 'reach', ['internet'])).code).toBe(0);
  expect((await running(estate, 'history', [])).code).toBe(0);
  await estate.close();
});

test('a whole number that JSON would round is told as text', async () => {
  const estate = await Estate.open();
  const { out } = await running(estate, 'query', [
    'RETURN 9007199254740993 AS n, 7 AS m',
    '--json',
  ]);
  expect(JSON.parse(out)).toMatchObject({ rows: [{ n: '9007199254740993', m: 7 }] });
  await estate.close();
});

test('an estate is a folder or a URL of Neo4j, and no other URL', () => {
  const settings = z.object(storeSettings).parse({});
  expect(placeOf('ftp:folder', settings).folder).toMatch(/ftp:folder$/);
  for (const url of ['ftp://x', 'http://localhost:7474/db', 'file:///estate'])
    expect(() => placeOf(url, settings)).toThrow(`estate ${url}: expected a folder`);
});

test('that nothing is found where nobody spoke is not held against a limit', async () => {
  const estate = await Estate.open();
  const { out, err, code } = await running(estate, 'findings', []);
  expect([code, out]).toEqual([0, expect.stringContaining('no such finding')]);
  expect(err).toContain('no source has spoken yet');
  await expect(running(estate, 'findings', ['--fail-on', 'low'])).rejects.toThrow(/no source/);
  await estate.close();
});

test.each([
  ['--at', 'yesterday'],
  ['--source', 'nope'],
])('the demo stays where %s %s is wrong', async (...option) => {
  const estate = await Estate.open();
  await loadDemo(estate);
  const { size } = estate.view;
  await expect(running(estate, 'ingest', ['none.json', ...option])).rejects.toMatchObject({
    code: 'USAGE',
  });
  expect(estate.view.size).toEqual(size);
  await estate.close();
});

test('a path that leads nowhere is named before anything is touched', async () => {
  const estate = await Estate.open();
  await loadDemo(estate);
  const { size } = estate.view;
  await expect(running(estate, 'ingest', ['nowhere.json'])).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringMatching(/^no file or folder .*nowhere\.json$/) as unknown,
  });
  expect(estate.view.size).toEqual(size);
  await estate.close();
});
