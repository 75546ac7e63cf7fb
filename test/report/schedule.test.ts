import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Estate } from '../../graph/estate.ts';
import type { ReportModel } from '../../report/model.ts';
import { lastReportAt, scheduleReports, writeReport } from '../../report/schedule.ts';
import { claimsOf, estateWith, shop } from '../api/shop.ts';

const minute = 60_000;
let folder: string;
let estate: Estate;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutset-reports-'));
  estate = await estateWith(claimsOf(shop, { at: Date.now() - 20 * minute }));
});
afterEach(async () => {
  await estate.close();
  rmSync(folder, { recursive: true });
});

const told = async (at: number) => {
  const paths = await writeReport(estate, folder, at);
  const model = JSON.parse(readFileSync(paths.at(-1) ?? '', 'utf8')) as ReportModel;
  return { opened: model.opened, reopened: model.reopened, closed: model.closed };
};
/** What a later scan of the same source says instead. */
const rescan = async (pattern: string, at: number) => {
  await estate.write(claimsOf(pattern, { at }));
  await estate.settle();
};
const closedShop = shop
  .replace("authn: 'none', exposure: 'internet'", "authn: 'iam'")
  .replace('(i:Internet)-[:REACHES]->(chat:Endpoint', '(i:Internet), (chat:Endpoint');

test('each report tells what opened, closed and reopened since the one before', async () => {
  const start = Date.now();
  const first = await told(start + minute);
  expect(first.opened.length).toBeGreaterThan(0);
  expect([first.reopened, first.closed]).toEqual([[], []]);

  const quiet = await told(start + 2 * minute);
  expect(quiet).toEqual({ opened: [], reopened: [], closed: [] });
  expect(lastReportAt(folder)).toBe(Math.floor((start + 2 * minute) / 1000) * 1000);

  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(readdirSync(folder)).toHaveLength(2 * 4);
});

test('what a late record tells of a time before the last report is told in the next one', async () => {
  await writeReport(estate, folder, Date.now() - minute);
  await rescan(closedShop, Date.now() - 5 * minute + 1);
  const next = await told(Date.now() + minute);
  expect(next.closed.length).toBeGreaterThan(0);
  for (const { lastChange } of next.closed)
    expect(lastChange?.at).toBeLessThan(Date.now() - 4 * minute);
});

test('a wrong cron expression is named', () => {
  expect(() => scheduleReports(estate, 'every day', folder, () => undefined)).toThrow(
    /"every day" is no cron expression/,
  );
  const job = scheduleReports(estate, '0 6 * * 1', folder, () => undefined);
  expect(job.next?.getDay()).toBe(1);
  job.stop();
});
