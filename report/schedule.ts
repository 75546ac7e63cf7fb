import { Cron } from 'croner';
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, reasonOf } from '../graph/errors.ts';
import type { Estate } from '../graph/estate.ts';
import { formats } from './format.ts';
import { report } from './report.ts';

const stamp = (at: number) => new Date(at).toISOString().slice(0, 19).replaceAll(':', '');
const name = /^cutset-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})\.json$/;

/** When the newest report in a folder was made; null where there is none. */
export function lastReportAt(folder: string): number | null {
  const times = readdirSync(folder).flatMap((file) => {
    const [, date, hours, minutes, seconds] = name.exec(file) ?? [];
    return date === undefined ? [] : [Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`)];
  });
  return times.length ? Math.max(...times) : null;
}

/**
 * Writes a report in every format into a folder, named by its time; each file appears whole. The
 * JSON one is last and marks it as made.
 */
export async function writeReport(estate: Estate, folder: string, at: number): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const model = await report(estate, { at, since: lastReportAt(folder) });
  return (['html', 'md', 'csv', 'json'] as const).map((format) => {
    const path = join(folder, `cutset-${stamp(at)}.${format}`);
    writeFileSync(`${path}.part`, formats[format](model));
    renameSync(`${path}.part`, path);
    return path;
  });
}

/** Writes reports by a cron expression until stopped. Throws USAGE for an expression that is none. */
export function scheduleReports(
  estate: Estate,
  expression: string,
  folder: string,
  onDone: (outcome: { paths: string[] } | { error: unknown }) => void,
): { next: Date | null; stop(): void } {
  try {
    const job = new Cron(expression, { protect: true }, () =>
      writeReport(estate, folder, Date.now()).then(
        (paths) => {
          onDone({ paths });
        },
        (error: unknown) => {
          onDone({ error });
        },
      ),
    );
    return { next: job.nextRun(), stop: () => void job.stop() };
  } catch (error) {
    return fail('USAGE', `"${expression}" is no cron expression: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
