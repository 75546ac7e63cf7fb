import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadRules } from '../../../graph/rules/load.ts';
import { findingsOf } from '../findings/graph.ts';

/** Names of entry and target. */
type Ends = [entry: string, target: string];

interface Case {
  says: string;
  rule: string;
  /** A Cypher pattern. */
  graph: string;
  finds: Ends | { all: Ends[] } | 'none';
}

const folder = new URL('./cases/', import.meta.url);
const cases = readdirSync(folder).flatMap(
  (file) => parse(readFileSync(new URL(file, folder), 'utf8')) as Case[],
);
const rules = new Map((await loadRules()).map((rule) => [rule.id, rule]));

const nameOf = (uid: string, graph: string) =>
  uid === 'internet' ? /\((\w+):Internet/.exec(graph)?.[1] : uid.replace('example:', '');

test.each(cases.map((one) => [one.says, one] as const))(
  '%s',
  async (_, { rule: id, graph, finds }) => {
    const rule = rules.get(id);
    if (!rule) throw new Error(`no rule ${id}`);
    const { findings, populations } = await findingsOf(graph, [rule]);
    expect(populations.get(id)?.truncated).toBe(null);
    expect(
      findings.map(({ entry, target }) => [nameOf(entry, graph), nameOf(target, graph)]),
    ).toEqual(finds === 'none' ? [] : 'all' in finds ? finds.all : [finds]);
  },
);
