import { expect, test } from 'vitest';
import { exampleOf } from '../../../graph/rules/example.ts';
import { loadRules } from '../../../graph/rules/load.ts';
import type { Pattern } from '../../../graph/rules/pattern.ts';
import { findingsOf } from '../findings/graph.ts';

const rules = await loadRules();

/** The example without one of its edges; nodes stay. */
const without = (example: Pattern, edge: string): Pattern => ({
  ...example,
  edges: example.edges.filter(({ name }) => name !== edge),
});

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s fires once on its example, and falls silent without any edge of it and by each safe change',
  async (_id, rule) => {
    const { fires, silent } = exampleOf(rule);
    const { findings, populations } = await findingsOf(fires, [rule]);
    expect(populations.get(rule.id)?.truncated).toBe(null);
    expect(populations.get(rule.id)?.of, 'the population counts the example').toBeGreaterThan(0);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.path === null).toBe(rule.path === 'none');

    for (const { name, kind } of fires.edges) {
      const left = await findingsOf(without(fires, name), [rule]);
      expect(left.findings, `without ${kind}`).toEqual([]);
      expect(left.populations.get(rule.id)?.truncated).toBe(null);
    }
    for (const [i, pattern] of silent.entries())
      expect((await findingsOf(pattern, [rule])).findings, rule.safe[i]).toEqual([]);
  },
);
