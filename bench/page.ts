import { goalText, type Figure } from './measure.ts';
import type { Evidence } from './workload.ts';

const number = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 4 });
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

const section = ({ workload, doc, on, figures, why }: Evidence) => `## ${workload}

${doc[0]?.toUpperCase()}${doc.slice(1)}. On ${Object.entries(on)
  .map(([name, n]) => `${number(n)} ${name}`)
  .join(', ')}.

${[row(heads), row(heads.map(() => '---')), ...figures.map(figureRow)].join('\n')}
${why !== undefined && figures.some(({ goal }) => goal?.met === false) ? `\n${why}\n` : ''}`;

/** Figures of one run as a page of Markdown. */
export function page(records: readonly Evidence[]): string {
  const [first] = records;
  if (!first) return '';
  const { cpu, cores, memory, node, packages } = first.machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return `<!-- Measured; do not edit. npm run bench -- --docs writes it anew. -->

# Benchmarks

\`npm run bench\` measures all of this and keeps it as JSON below \`bench/evidence/\`; \`npm run bench -- NAME\`
measures one workload. Here: ${first.at.slice(0, 10)}, ${cores} cores of ${cpu}, ${Math.round(memory / 2 ** 30)} GB,
Node ${node.slice(1)}, ${versions.join(', ')}, seed ${first.size.seed}. ${
    first.load > cores / 2
      ? `The machine was busy with other work (load average ${first.load}): times are too long.`
      : 'The machine did nothing else.'
  }

${records.map(section).join('\n')}`;
}
