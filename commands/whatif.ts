import { fail } from '../graph/errors.ts';
import type { Finding } from '../graph/findings/finding.ts';
import type { Path } from '../graph/projection/search.ts';
import { nameOf, type View } from '../graph/view.ts';
import type { Difference } from '../graph/whatif/difference.ts';
import { whatIf } from '../graph/whatif/whatif.ts';
import { command } from './command.ts';
import { findingJson } from './finding-json.ts';
import { pathJson } from './path-json.ts';
import { editOptions, readEdits } from './what-if-edits.ts';

const mapped = <T, U>(
  { opened, closed, changed }: Difference<T>,
  tell: (one: T, when: 'before' | 'after') => U,
) => ({
  opened: opened.map((one) => tell(one, 'after')),
  closed: closed.map((one) => tell(one, 'before')),
  changed: changed.map(({ before, after }) => ({
    before: tell(before, 'before'),
    after: tell(after, 'after'),
  })),
});

export default command({
  name: 'whatif',
  summary: 'Show which paths and findings would open, close or change; nothing is kept',
  usage: '',
  options: {
    ...editOptions,
    from: { type: 'string', value: 'X', doc: 'compare paths from here (default internet)' },
    to: { type: 'string', value: 'Y', doc: 'to here (default sensitive and admin)' },
  },
  async run({ options, io, estate: open }) {
    const estate = await open();
    const at = Date.now();
    const { edits, unresolved } = await readEdits(estate, options, io, at);
    if (Object.values(edits).every((list) => (list as readonly unknown[]).length === 0))
      fail('USAGE', 'cutset whatif: say what is otherwise, e.g. --remove ID or --plan FILE');
    const between = {
      from: options.from ?? 'internet',
      to: options.to === undefined ? ['sensitive', 'admin'] : [options.to],
    };
    const { paths, findings, view, nodes, edges, milliseconds } = await whatIf(estate, edits, {
      between,
      at,
    });
    const views = { before: estate.view, after: view };
    if (options.json) {
      const answer = {
        paths: mapped(paths, (path, when) => pathJson(path, views[when])),
        findings: mapped(findings, (finding, when) => findingJson(finding, views[when])),
        nodes,
        edges,
        unresolved,
        seconds: Math.round(milliseconds) / 1000,
      };
      io.out(`${JSON.stringify(answer)}\n`);
      return 0;
    }
    const name = (known: View, uid: string) => nameOf(known.node(uid) ?? { uid, props: {} });
    const pathLine = (path: Path, when: 'before' | 'after') =>
      [path.hops[0]?.from ?? '', ...path.hops.map(({ to }) => to)]
        .map((uid) => name(views[when], uid))
        .join(' > ');
    const findingLine = (f: Finding, when: 'before' | 'after') =>
      `${f.severity} ${f.score}  ${f.rule}  ${name(views[when], f.entry)} > ${name(views[when], f.target)}  ${f.title}`;
    const list = (what: string, lines: Difference<string>) => {
      for (const line of lines.opened) io.out(`+ ${what}  ${line}\n`);
      for (const line of lines.closed) io.out(`- ${what}  ${line}\n`);
      for (const { before, after } of lines.changed)
        io.out(`~ ${what}  ${before === after ? after : `${before}  =>  ${after}`}\n`);
    };
    list('path', mapped(paths, pathLine));
    list('finding', mapped(findings, findingLine));
    io.out(
      `${nodes} nodes and ${edges} edges differ; ${findings.opened.length} findings open, ` +
        `${findings.closed.length} close, ${findings.changed.length} change\n`,
    );
    for (const what of unresolved) io.err(`not known: ${what}\n`);
    return 0;
  },
});
