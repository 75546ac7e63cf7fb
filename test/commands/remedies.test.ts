import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../demo/load.ts';
import type { Remedy } from '../../graph/whatif/remedy.ts';
import { Estate } from '../../graph/estate.ts';
import { hasPaths } from '../../graph/whatif/closing.ts';
import { closingsOf } from '../../graph/whatif/closings.ts';
import { running } from './running.ts';

let estate: Estate;

beforeAll(async () => {
  estate = await Estate.open();
  await loadDemo(estate, Date.now());
  await estate.settle();
});
afterAll(() => estate.close());

const json = async (name: string, ...argv: string[]): Promise<unknown> =>
  JSON.parse((await running(estate, name, [...argv, '--json'])).out);

interface Told {
  id: string;
  path: unknown;
  fix: { enough: boolean };
  remedy: Remedy;
}

const idsOf = ({ changes }: Remedy) => changes.map(({ id }) => id);

test('findings, report and cut tell the same changes, tried and priced', async () => {
  const findings = (await json('findings', '--cuts')) as Told[];
  const { top } = (await json('report')) as { top: { id: string; fix: Remedy }[] };
  expect(top.length).toBe(10);
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  for (const { id, fix } of top) {
    const told = byId.get(id);
    expect(told?.remedy).toEqual(fix);
    expect([id, fix.tried]).toEqual([id, told?.path !== null]);
  }
  const several = findings.find(({ remedy }) => remedy.changes.length > 1);
  const cut = (await json('cut', '--finding', several?.id ?? '')) as {
    changes: { causes: { id: string }[]; edge: string }[];
    price: number;
    left: number;
    notes: string[];
  };
  expect(cut.changes.map(({ causes, edge }) => causes[0]?.id ?? edge)).toEqual(
    several && idsOf(several.remedy),
  );
  expect([cut.price, cut.left]).toEqual([several?.remedy.price, 0]);
  expect(cut.notes).toEqual(several?.remedy.notes);
});

test('without a search, what one change is known to do is said, and that it was not tried', async () => {
  const findings = (await json('findings')) as Told[];
  const withPaths = findings.filter(({ path }) => path !== null);
  expect(withPaths.some(({ fix }) => fix.enough)).toBe(true);
  expect(withPaths.some(({ fix }) => !fix.enough)).toBe(true);
  for (const { fix, remedy, id } of withPaths) {
    expect([remedy.tried, remedy.price]).toEqual([false, null]);
    expect(remedy.say).toMatch(fix.enough ? /not tried/ : /No single change is known/);
    expect(remedy.notes.join()).toMatch(fix.enough ? /^$/ : new RegExp(`cut --finding ${id}`));
  }
});

test('no cut is looked for once the time is up', async () => {
  const open = [...estate.findings.values()].filter(hasPaths);
  const { size } = await closingsOf(estate, open, { at: Date.now(), timeout: 0 });
  expect(size).toBe(0);
});
