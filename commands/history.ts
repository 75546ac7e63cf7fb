import { fail } from '../graph/errors.ts';
import { lastTurn, openAsOf, turnsOf, type Turn } from '../graph/findings/history.ts';
import { pathAsOf } from '../graph/findings/path-as-of.ts';
import { nameOf } from '../graph/view.ts';
import { command, timeOf } from './command.ts';

const dated = (at: number) => new Date(at).toISOString();

const turnJson = ({ finding, at, noticedAt, ...turn }: Turn) => ({
  ...turn,
  actor: turn.actor ?? null,
  at: dated(at),
  noticedAt: dated(noticedAt),
  finding: finding.id,
  rule: finding.rule,
  title: finding.title,
  severity: finding.severity,
  entry: finding.entry,
  target: finding.target,
});

export default command({
  name: 'history',
  summary:
    'Show what opened and closed findings, by which record and whom; or what was open at a time',
  usage: '[FINDING...]',
  options: {
    rule: { type: 'string', multiple: true, value: 'ID', doc: 'only of this rule, e.g. TC-01' },
    since: { type: 'string', value: 'TIME', doc: 'only what happened from then on' },
    'as-of': {
      type: 'string',
      value: 'TIME',
      doc: 'the findings that were open then and their paths, instead',
    },
  },
  async run({ args, options, io, estate }) {
    const since = timeOf(options.since, 'since');
    const asOf = timeOf(options['as-of'], 'as-of');
    if (since !== null && asOf !== null) fail('USAGE', '--since and --as-of: name one of them');
    const { findings, view, rules } = await estate();
    for (const id of args) if (!findings.has(id)) fail('NOT_FOUND', `no finding "${id}"`);
    for (const id of options.rule ?? [])
      if (!rules.some((rule) => rule.id === id)) fail('NOT_FOUND', `no rule "${id}"`);
    const meant = [...findings.values()].filter(
      ({ id, rule }) =>
        (args.length === 0 || args.includes(id)) && (options.rule?.includes(rule) ?? true),
    );
    const name = (uid: string) => nameOf(view.node(uid) ?? { uid, props: {} });
    if (asOf !== null) {
      const open = meant
        .filter((finding) => openAsOf(finding, asOf))
        .map(({ id, rule, title, severity, entry, target, ...finding }) => {
          const turn = lastTurn(finding, asOf);
          const openedAt = dated(turn?.at ?? asOf);
          const path = pathAsOf(finding, asOf);
          return { id, rule, title, severity, entry, target, openedAt, path };
        })
        .sort((a, b) =>
          a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : a.id < b.id ? -1 : 1,
        );
      if (options.json) io.out(`${JSON.stringify({ asOf: dated(asOf), open })}\n`);
      else {
        for (const { openedAt, rule, entry, target, title, path } of open) {
          io.out(`${openedAt}  ${rule}  ${name(entry)} > ${name(target)}  ${title}\n`);
          if (path) io.out(`  by ${path.nodes.map(name).join(' > ')}\n`);
          if (path?.doubt) io.out(`  (${path.doubt})\n`);
        }
        io.out(`${open.length} of ${meant.length} findings were open at ${dated(asOf)}\n`);
      }
      return 0;
    }
    const turns = turnsOf(meant).filter(({ at }) => since === null || at >= since);
    if (options.json) io.out(`${JSON.stringify({ turns: turns.map(turnJson) })}\n`);
    else {
      for (const { finding: f, at, status, regression, record, source, actor, say } of turns)
        io.out(
          `${dated(at)}  ${regression ? 'regressed' : status}  ${f.rule}  ${name(f.entry)} > ${name(f.target)}  ` +
            `${say} (${source} ${record}${actor === undefined ? '' : ` by ${actor}`})\n`,
        );
      if (turns.length === 0) io.out(`nothing happened to ${meant.length} findings\n`);
    }
    return 0;
  },
});
