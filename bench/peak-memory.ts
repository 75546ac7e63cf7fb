import { writeFileSync } from 'node:fs';

/** Environment variable with the file to which a process tells, as it ends, its peak memory in kB. */
export const peakFile = 'CUTSET_BENCH_PEAK';

const file = process.env[peakFile];
if (file !== undefined)
  process.once('exit', () => {
    writeFileSync(file, String(process.resourceUsage().maxRSS));
  });
