import { fail } from '../graph/errors.ts';
import { formats, isFormat } from '../report/format.ts';
import { report } from '../report/report.ts';
import { command, timeOf, whole } from './command.ts';

export default command({
  name: 'report',
  summary: 'Write a risk report to standard output: what is open, what changed, and the fixes',
  usage: '',
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      doc: `${Object.keys(formats).join(', ')} (default md)`,
    },
    since: {
      type: 'string',
      value: 'TIME',
      doc: 'tell what changed after this time; default: all',
    },
    timeout: { type: 'string', value: 'S', doc: 'seconds for all cuts together (default 60)' },
  },
  async run({ options, io, estate }) {
    const format = options.json ? 'json' : (options.format ?? 'md');
    if (!isFormat(format))
      fail('USAGE', `--format ${format}: expected one of ${Object.keys(formats).join(', ')}`);
    const since = timeOf(options.since, 'since');
    const timeout = whole(options.timeout, 'timeout', 60, 3_600) * 1_000;
    const model = await report(await estate(), { at: Date.now(), since, timeout });
    io.out(formats[format](model));
    return 0;
  },
});
