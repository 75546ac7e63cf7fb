import { remedyOf, remedyText } from '../graph/whatif/remedy.ts';
import { fail } from '../graph/errors.ts';
import { pathStates, severities, type Finding } from '../graph/findings/finding.ts';
import { nameOf } from '../graph/view.ts';
import type { Closing } from '../graph/whatif/closing.ts';
import { closingsOf } from '../graph/whatif/closings.ts';
import { findingJson } from './finding-json.ts';
import { command, whole } from './command.ts';

/** Values of an option given once or more, separated by commas. Throws USAGE for an unknown one. */
function among(
  given: string[] | undefined,
  name: string,
  known: readonly string[],
): Set<string> | null {
  if (given === undefined) return null;
  const values = given.flatMap((text) => text.split(','));
  for (const value of values)
    if (!known.includes(value))
      fail('USAGE', `--${name} ${value}: expected one of ${known.join(', ')}`);
  return new Set(values);
}

const order = (a: Finding, b: Finding) => b.score - a.score || (a.id < b.id ? -1 : 1);

/** An empty estate, perhaps one of another name than was meant, says nothing for or against. */
const nobodySpoke = 'no source has spoken yet: cutset ingest PATH...';

export default command({
  name: 'findings',
  summary: 'List findings, the highest score first',
  usage: '',
  options: {
    rule: { type: 'string', multiple: true, value: 'ID', doc: 'only of this rule, e.g. TC-01' },
    severity: {
      type: 'string',
      multiple: true,
      value: 'LEVEL',
      doc: `only ${severities.join(', ')}`,
    },
    state: { type: 'string', multiple: true, value: 'STATE', doc: `only ${pathStates.join(', ')}` },
    status: { type: 'string', value: 'STATUS', doc: 'open (default), closed or all' },
    cuts: { type: 'boolean', doc: 'look for the smallest changes that end the paths of each' },
    timeout: { type: 'string', value: 'S', doc: 'seconds for all cuts together (default 60)' },
    'fail-on': {
      type: 'string',
      value: 'LEVEL',
      doc: 'exit with 1 if one of this severity or worse is open',
    },
  },
  async run({ options, io, estate }) {
    const opened = await estate();
    const { findings, rules, view, populations } = opened;
    const rule = among(
      options.rule,
      'rule',
      rules.map(({ id }) => id),
    );
    const severity = among(options.severity, 'severity', severities);
    const state = among(options.state, 'state', pathStates);
    const status = options.status ?? 'open';
    among([status], 'status', ['open', 'closed', 'all']);
    const failOn = options['fail-on'];
    among(failOn === undefined ? undefined : [failOn], 'fail-on', severities);

    const shown = [...findings.values()]
      .filter((f) => status === 'all' || f.status === status)
      .filter((f) => (rule?.has(f.rule) ?? true) && (severity?.has(f.severity) ?? true))
      .filter((f) => state?.has(f.state) ?? true)
      .sort(order);
    const timeout = whole(options.timeout, 'timeout', 60, 3_600) * 1_000;
    const closings = options.cuts
      ? await closingsOf(opened, shown, { at: Date.now(), timeout })
      : new Map<string, Closing>();
    const closing = ({ id }: Finding) => closings.get(id) ?? null;
    if (options.json)
      io.out(`${JSON.stringify(shown.map((f) => findingJson(f, view, closing(f))))}\n`);
    else {
      const name = (uid: string) => nameOf(view.node(uid) ?? { uid, props: {} });
      for (const f of shown) {
        io.out(
          `${f.severity.padEnd(8)} ${String(Math.round(f.score)).padStart(3)}  ${f.rule}  ` +
            `${name(f.entry)} > ${name(f.target)}  ${f.title}  [${f.state}] ${f.id}\n`,
        );
        if (options.cuts) io.out(`    ${remedyText(remedyOf(view, f, closing(f)))}\n`);
      }
      if (shown.length === 0)
        io.out(`no such finding: ${populations.size} rules ran over ${view.size.nodes} nodes\n`);
    }
    if ((await opened.freshness()).length === 0) {
      if (failOn !== undefined) fail('NOT_FOUND', `--fail-on ${failOn}: ${nobodySpoke}`);
      io.err(`${nobodySpoke}\n`);
    }
    const worst = failOn === undefined ? -1 : severities.indexOf(failOn as Finding['severity']);
    const open = [...findings.values()].filter((f) => f.status === 'open');
    return open.some((f) => severities.indexOf(f.severity) <= worst) ? 1 : 0;
  },
});
