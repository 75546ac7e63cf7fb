import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { controlTitles } from '../../../graph/rules/control-titles.ts';
import { frameworkIds } from '../../../graph/rules/frameworks.ts';
import { loadRules } from '../../../graph/rules/load.ts';

/** Names as the frameworks publish them; see fixtures/README.md. */
const published = JSON.parse(
  readFileSync(new URL('./fixtures/framework-names.json', import.meta.url), 'utf8'),
) as Record<'atlas' | 'attack' | 'nist-ai-rmf', Record<string, string>>;

/** Techniques outside the cloud matrices, which the list above does not hold. */
const enterprise = ['T1195.002', 'T1565.001'];

const cited = Object.fromEntries(
  await Promise.all(
    frameworkIds.map(async (id) => {
      const ids = (await loadRules()).flatMap(({ frameworks }) => frameworks[id] ?? []);
      return [id, [...new Set(ids)].sort()] as const;
    }),
  ),
);

test.each(['atlas', 'attack', 'nist-ai-rmf'] as const)(
  'what rules cite of %s exists',
  (framework) => {
    const ids = (cited[framework] ?? []).filter((id) => !enterprise.includes(id));
    expect(ids.length).toBeGreaterThan(10);
    expect(ids.filter((id) => !(id in published[framework]))).toEqual([]);
  },
);

test.each(['atlas', 'attack'] as const)('titles of %s are the published names', (framework) => {
  for (const id of cited[framework] ?? []) {
    const name = published[framework][id];
    if (name !== undefined) expect(controlTitles[id]?.split(': ').at(-1), id).toBe(name);
  }
});

test('every entry that rules cite has a title, but for those that go by their id', () => {
  const titled = frameworkIds.filter((id) => id !== 'nist-ai-rmf' && id !== 'iso-42001');
  const ids = titled.flatMap((id) => cited[id] ?? []);
  expect(ids.filter((id) => controlTitles[id] === undefined)).toEqual([]);
});
