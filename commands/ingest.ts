import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail } from '../graph/errors.ts';
import { sourceNamed } from '../ingest/detect.ts';
import { ingestPaths, type IngestReport } from '../ingest/ingest.ts';
import { command, timeOf } from './command.ts';
import { leaveDemo } from './leave-demo.ts';
import { settle } from './settle.ts';

const count = (n: number, what: string) => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;

function summary(report: IngestReport): string {
  const { files, records, claims, unchanged, rejected, unresolved, seconds } = report;
  const lines = [
    `${count(records, 'record')} of ${count(files, 'file')} gave ${count(claims, 'claim')}, ` +
      `${unchanged.toLocaleString('en')} of them unchanged, in ${seconds.toFixed(1)} s`,
  ];
  if (rejected.length) lines.push(`${count(rejected.length, 'refusal')}:`);
  for (const { path, record, reason } of rejected.slice(0, 50))
    lines.push(`  ${path} record ${record}: ${reason}`);
  if (rejected.length > 50) lines.push(`  and ${rejected.length - 50} more; --json lists them all`);
  for (const { what, count: times } of unresolved.slice(0, 20))
    lines.push(`  unresolved ${times}x: ${what}`);
  return `${lines.join('\n')}\n`;
}

export default command({
  name: 'ingest',
  summary: 'Read files, folders and archives (.json, .ndjson, .gz, .zip) into the estate',
  usage: 'PATH...',
  creates: true,
  options: {
    source: {
      type: 'string',
      value: 'NAME',
      doc: 'read every record by this source; default: detected',
    },
    at: {
      type: 'string',
      value: 'TIME',
      doc: "collection time of records without one; default: the file's",
    },
    strict: { type: 'boolean', doc: 'exit with 1 when anything was refused' },
  },
  async run({ args, options, io, estate }) {
    if (args.length === 0) fail('USAGE', 'cutset ingest PATH...: name a file or folder');
    const at = timeOf(options.at, 'at');
    if (options.source !== undefined) sourceNamed(options.source);
    const paths = args.map((path) => resolve(io.cwd, path));
    for (const path of paths) if (!existsSync(path)) fail('NOT_FOUND', `no file or folder ${path}`);
    const opened = await estate();
    await leaveDemo(opened, io);
    const report = await ingestPaths(paths, (claims, marks) => opened.write(claims, marks), {
      key: opened.key,
      signal: io.signal,
      base: io.cwd,
      ...(options.source !== undefined && { source: options.source }),
      ...(at !== null && { at }),
      onProgress: ({ files, records, claims }, path) => {
        io.progress(`${files} files, ${records} records, ${claims} claims  ${path}`);
      },
    });
    io.progress('deriving access, exposure and paths');
    const settled = await settle(opened);
    if (options.json) io.out(`${JSON.stringify(report)}\n`);
    else
      io.out(
        summary(report) +
          `${count(settled.opened.length, 'finding')} opened, ${settled.closed.length} closed\n`,
      );
    return options.strict && report.rejected.length > 0 ? 1 : 0;
  },
});
