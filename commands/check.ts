import { remedyText } from '../graph/whatif/remedy.ts';
import { fail } from '../graph/errors.ts';
import { severities, type Severity } from '../graph/findings/finding.ts';
import { closingsAfter } from '../graph/whatif/closings.ts';
import { whatIf } from '../graph/whatif/whatif.ts';
import { checkOf, worsened, type Check } from '../report/check.ts';
import { checkMarkdown } from '../report/check-markdown.ts';
import { checkSarif } from '../report/check-sarif.ts';
import manifest from '../package.json' with { type: 'json' };
import { command, whole } from './command.ts';
import { editOptions, readEdits } from './what-if-edits.ts';

const text = ({ findings, closed, paths, unresolved }: Check) =>
  [
    ...findings.map(
      ({ forbidden, severity, score, ruleId, entry, target, title, was, fix, place }) =>
        `${forbidden ? 'FAIL' : 'new '}  ${severity.padEnd(8)} ${String(score).padStart(3)}  ` +
        `${ruleId}  ${entry} > ${target}  ${title}${was === null ? '' : ` (was ${was})`}\n` +
        (place?.of === undefined ? '' : `      by ${place.of} (${place.path}:${place.line})\n`) +
        `      ${remedyText(fix)}`,
    ),
    ...closed.map(
      ({ severity, rule, entry, target, title }) =>
        `gone  ${severity.padEnd(8)}      ${rule}  ${entry} > ${target}  ${title}`,
    ),
    `${findings.length} findings would open or worsen, ${closed.length} close; ` +
      `${paths.opened} paths open, ${paths.closed} close` +
      (paths.likelier > 0 ? `, ${paths.likelier} get likelier` : '') +
      (unresolved.length > 0 ? `; ${unresolved.length} things are not known` : ''),
    '',
  ].join('\n');

const formats: Record<string, (check: Check) => string> = {
  text,
  md: checkMarkdown,
  sarif: (check) => checkSarif(check, manifest.version),
  json: (check) =>
    `${JSON.stringify({ ...check, findings: check.findings.map(({ rule: _, ...rest }) => rest) })}\n`,
};

/** Formats that have a place for what is not known. */
const tellUnknown = new Set(['md', 'json']);

function levelOf(given: string | undefined): Severity | null {
  if (given === undefined) return null;
  const level = severities.find((severity) => severity === given);
  return level ?? fail('USAGE', `--fail-on ${given}: expected one of ${severities.join(', ')}`);
}

export default command({
  name: 'check',
  summary: 'Check a plan before it is applied: exit with 1 where it opens what is forbidden',
  usage: '--plan FILE',
  options: {
    ...editOptions,
    'fail-on': {
      type: 'string',
      value: 'LEVEL',
      doc: 'exit with 1 if a finding of this severity or worse would open',
    },
    format: {
      type: 'string',
      value: 'FORMAT',
      doc: `${Object.keys(formats).join(', ')} (default text)`,
    },
    timeout: { type: 'string', value: 'S', doc: 'seconds for all cuts together (default 60)' },
  },
  async run({ options, io, estate: open }) {
    const format = options.json ? 'json' : (options.format ?? 'text');
    const write = Object.hasOwn(formats, format)
      ? formats[format]
      : fail('USAGE', `--format ${format}: expected one of ${Object.keys(formats).join(', ')}`);
    const timeout = whole(options.timeout, 'timeout', 60, 3_600) * 1_000;
    const failOn = levelOf(options['fail-on']);
    const estate = await open();
    const at = Date.now();
    const { edits, unresolved, place } = await readEdits(estate, options, io, at);
    if (
      Object.values(edits).every((list) => (list as readonly unknown[]).length === 0) &&
      !options.plan
    )
      fail('USAGE', 'cutset check: say what is to be checked, e.g. --plan FILE');
    const subject = options.plan ?? options.records?.[0] ?? 'the change';
    const answer = await whatIf(estate, edits, { at });
    const { view: before, rules } = estate;
    const closings = await closingsAfter(estate, edits, answer, worsened(answer), { at, timeout });
    const check = checkOf(answer, {
      subject,
      failOn,
      unresolved,
      before,
      rules,
      place,
      closings,
    });
    io.out(write?.(check) ?? '');
    if (!tellUnknown.has(format)) for (const what of unresolved) io.err(`not known: ${what}\n`);
    return check.findings.some(({ forbidden }) => forbidden) ? 1 : 0;
  },
});
