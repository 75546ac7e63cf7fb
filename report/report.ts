import { basename } from 'node:path';
import type { Estate } from '../graph/estate.ts';
import { closingsOf } from '../graph/whatif/closings.ts';
import { highest, reportOn, type ReportModel } from './model.ts';

/** Milliseconds for the cuts of one report, where nobody says otherwise. */
const patience = 60_000;

/** The report on an estate now, with the cuts of the findings that it tells in full. */
export async function report(
  estate: Estate,
  { at, since, timeout = patience }: { at: number; since: number | null; timeout?: number },
): Promise<ReportModel> {
  const closings = await closingsOf(estate, highest(estate.findings.values()), { at, timeout });
  const name = basename(estate.folder ?? 'memory');
  return reportOn(estate, await estate.freshness(), { name, at, since, closings });
}
