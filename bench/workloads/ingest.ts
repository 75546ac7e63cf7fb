import { join } from 'node:path';
import { Estate } from '../../graph/estate.ts';
import type { View } from '../../graph/view.ts';
import { ingestPaths, type IngestReport } from '../../ingest/ingest.ts';
import { writeAccounts } from '../accounts.ts';
import { figure } from '../measure.ts';
import { inFolder } from '../scratch.ts';
import { workload } from '../workload.ts';

const runs = 3;
/** Nodes that an account of `bench/accounts.ts` has, about. */
const accountSize = 40;

const collected = Date.UTC(2026, 0, 1);

/** One scan of all accounts; times in milliseconds. */
interface Scan {
  report: IngestReport;
  /** Until everything was kept. */
  read: number;
  /** Until its findings stood. */
  whole: number;
}

export default workload({
  name: 'ingest',
  doc: 'files of real accounts read, mapped and kept; then the same accounts a day later, unchanged',
  size: { nodes: 1_200, edges: 0 },
  run: ({ nodes }) =>
    inFolder(async (folder) => {
      const data = join(folder, 'data');
      const accounts = Math.max(1, Math.round(nodes / accountSize));
      writeAccounts(data, accounts);
      const scan = async (estate: Estate, day: number): Promise<Scan> => {
        const started = performance.now();
        const report = await ingestPaths([data], (claims, marks) => estate.write(claims, marks), {
          key: estate.key,
          at: collected + day * 86_400_000,
        });
        const read = performance.now() - started;
        await estate.settle();
        return { report, read, whole: performance.now() - started };
      };
      const pairs: { first: Scan; again: Scan; size: View['size'] }[] = [];
      for (let run = 0; run < runs; run++) {
        const estate = await Estate.open(join(folder, `estate-${run}`));
        const [first, again] = [await scan(estate, 0), await scan(estate, 1)];
        pairs.push({ first, again, size: estate.view.size });
        await estate.close();
      }
      const all = <T>(of: (pair: (typeof pairs)[number]) => T) => pairs.map(of);
      const { report } = pairs[0]!.first;
      const { files, records, claims } = report;
      return {
        on: { accounts, files, records, claims, ...pairs[0]!.size },
        figures: [
          figure(
            'records, first scan',
            all(({ first }) => (first.report.records / first.read) * 1000),
            { unit: 'records/s', note: 'detected, mapped and kept' },
          ),
          figure(
            'claims, first scan',
            all(({ first }) => (first.report.claims / first.read) * 1000),
            { unit: 'claims/s' },
          ),
          figure(
            'records, unchanged',
            all(({ again }) => (again.report.records / again.read) * 1000),
            { unit: 'records/s' },
          ),
          figure(
            'first scan, to its findings',
            all(({ first }) => first.whole),
          ),
          figure(
            'unchanged scan, to its findings',
            all(({ again }) => again.whole),
          ),
          figure(
            'unchanged to first',
            all(({ first, again }) => first.whole / again.whole),
            { unit: 'x', goal: { of: 'median', atLeast: 10 } },
          ),
          figure(
            'unchanged to first, without derivation',
            all(({ first, again }) => first.read / again.read),
            { unit: 'x' },
          ),
        ],
      };
    }),
});
