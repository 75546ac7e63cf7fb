import { basename } from 'node:path';
import { fail } from '../graph/errors.ts';
import { formats, isFormat } from '../report/format.ts';
import { reportOn } from '../report/model.ts';
import { command } from './command.ts';

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
  },
  async run({ options, io, estate }) {
    const format = options.json ? 'json' : (options.format ?? 'md');
    if (!isFormat(format))
      fail('USAGE', `--format ${format}: expected one of ${Object.keys(formats).join(', ')}`);
    const since = options.since === undefined ? null : Date.parse(options.since);
    if (Number.isNaN(since)) fail('USAGE', `--since ${options.since}: expected a time`);
    const opened = await estate();
    const model = reportOn(opened, await opened.freshness(), {
      name: basename(opened.folder ?? 'memory'),
      at: Date.now(),
      since,
    });
    io.out(formats[format](model));
    return 0;
  },
});
