import { goalText, type Figure } from './measure.ts';
import type { Evidence } from './workload.ts';

/** JSON keeps what did not come to an end as null. */
const number = (value: number | null) =>
  value?.toLocaleString('en', { maximumSignificantDigits: 4 }) ?? 'none';
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const heads = ['what', 'median', 'p95', 'unit', 'n', 'goal', ''];

const figureRow = ({ what, median, p95, unit, n, goal, note = '' }: Figure) =>
  row([
    what,
    number(median),
    number(p95),
    unit,
    String(n),
    goal ? `${goalText(goal)}: ${goal.met ? 'met' : '**missed**'}` : '',
    note,
  ]);

/** When it was measured, and what else the machine did meanwhile. */
const circumstances = ({ at, load, machine }: Evidence) =>
  load > machine.cores / 2
    ? `${at.slice(0, 10)}; the machine was busy with other work (load average ${load}): times are too long.`
    : `${at.slice(0, 10)}.`;

const section = (evidence: Evidence) => {
  const { workload, doc, on, size, figures, why } = evidence;
  const sized = [size.nodes, size.edges].filter((n) => n > 0).map((n) => number(n));
  return `## ${workload}, ${sized.join(' / ')}

${doc[0]?.toUpperCase()}${doc.slice(1)}. On ${Object.entries(on)
    .map(([name, n]) => `${number(n)} ${name}`)
    .join(', ')}. ${circumstances(evidence)}

${[row(heads), row(heads.map(() => '---')), ...figures.map(figureRow)].join('\n')}
${why !== undefined && figures.some(({ goal }) => goal?.met === false) ? `\n${why}\n` : ''}`;
};

/** What runs measured, as a page of Markdown. */
export function page(records: readonly Evidence[]): string {
  const newest = records.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  if (!newest) return '';
  const { cpu, cores, memory, node, packages } = newest.machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return `<!-- Measured; do not edit. npm run bench -- --docs writes it anew from bench/evidence. -->

# Benchmarks

\`npm run bench\` measures all of this and keeps it as JSON below \`bench/evidence/\`; \`npm run bench -- NAME\`
measures one workload, \`--nodes\` and \`--edges\` at another size. Here: ${cores} cores of ${cpu},
${Math.round(memory / 2 ** 30)} GB, Node ${node.slice(1)}, ${versions.join(', ')}, seed ${newest.size.seed}.

${records.map(section).join('\n')}`;
}
