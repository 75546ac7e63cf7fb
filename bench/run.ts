import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { hint } from '../graph/rules/nearest.ts';
import { machine } from './machine.ts';
import { page } from './page.ts';
import { table } from './table.ts';
import type { Evidence, Workload } from './workload.ts';

const folder = new URL('./workloads/', import.meta.url);
const evidence = new URL('./evidence/', import.meta.url);
const docs = new URL('../docs/benchmarks.md', import.meta.url);

const usage = 'npm run bench -- [NAME...] [--nodes N] [--edges N] [--seed N] | --docs';

async function load(): Promise<Workload[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(
    files.sort().map(async (name) => (await import(new URL(name, folder).href)) as object),
  );
  return modules.map((module) => (module as { default: Workload }).default);
}

const whole = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Error(`--${name} ${text}: not a whole number\n${usage}`);
  return Number(text);
};

function chosen(all: readonly Workload[], names: readonly string[]): readonly Workload[] {
  if (names.length === 0) return all;
  const known = all.map(({ name }) => name);
  return names.map((name) => {
    const found = all.find((workload) => workload.name === name);
    if (found) return found;
    throw new Error(`no workload "${name}"${hint(name, known)}; there are ${known.join(', ')}`);
  });
}

/** What is kept of earlier runs: workloads by name, each from small to large. */
function kept(): Evidence[] {
  const files = readdirSync(evidence).filter((name) => name.endsWith('.json'));
  return files
    .map((name) => JSON.parse(readFileSync(new URL(name, evidence), 'utf8')) as Evidence)
    .sort(
      (a, b) =>
        a.workload.localeCompare(b.workload) ||
        a.size.nodes - b.size.nodes ||
        a.size.edges - b.size.edges,
    );
}

/** Runs one workload, shows what it measured and writes that beside the others' evidence. */
async function measure(
  workload: Workload,
  given: Record<'nodes' | 'edges', number | undefined>,
  seed: number,
): Promise<void> {
  const size = {
    nodes: given.nodes ?? workload.size.nodes,
    edges: given.edges ?? workload.size.edges,
    seed,
  };
  const at = new Date().toISOString();
  const load = Math.round((loadavg()[1] ?? 0) * 10) / 10;
  const { on, figures } = await workload.run(size);
  console.log(`${workload.name}: ${workload.doc}`);
  console.log(
    `${Object.entries(on)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ')}\n${table(figures)}\n`,
  );
  const { name, doc, why } = workload;
  const record = { workload: name, doc, ...(why && { why }), at, machine, load, size, on, figures };
  mkdirSync(evidence, { recursive: true });
  const file = new URL(`${workload.name}-${size.nodes}-${size.edges}.json`, evidence);
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      nodes: { type: 'string' },
      edges: { type: 'string' },
      seed: { type: 'string', default: '1' },
      docs: { type: 'boolean', default: false },
    },
  });
  const given = { nodes: whole(values.nodes, 'nodes'), edges: whole(values.edges, 'edges') };
  const seed = whole(values.seed, 'seed') ?? 1;
  const measures = positionals.length > 0 || given.nodes !== undefined || given.edges !== undefined;
  if (values.docs && measures) throw new Error(`--docs measures nothing\n${usage}`);
  if (values.docs) writeFileSync(docs, page(kept()));
  else
    for (const workload of chosen(await load(), positionals)) await measure(workload, given, seed);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
