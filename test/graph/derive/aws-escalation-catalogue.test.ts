import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { named } from '../../../graph/access/aws/effect.ts';
import { executions } from '../../../graph/access/aws/executions.ts';
import { ownRights } from '../../../graph/access/aws/own-rights.ts';
import { passedRoles } from '../../../graph/access/aws/passed-roles.ts';

const catalogue = JSON.parse(
  readFileSync(new URL('../access/fixtures/pathfinding-paths.json', import.meta.url), 'utf8'),
) as { id: string; category: string; permissions: string[] }[];

/** Permission sets of our rows, by the catalogue's ids. */
const rows = new Map<string, Set<string>>([
  ...passedRoles.flatMap(({ refs = [], needs }) =>
    refs.map((id): [string, Set<string>] => [
      id,
      new Set(['iam:PassRole', ...needs.map(({ action }) => action)]),
    ]),
  ),
  ...executions.flatMap((effect) =>
    (effect.refs ?? []).map((id): [string, Set<string>] => [id, new Set(named(effect))]),
  ),
  ...ownRights.flatMap(({ refs = [], needs }) =>
    refs.map((id): [string, Set<string>] => {
      // To rewrite a trust policy is to be let in by it: the catalogue names the first alone.
      const own = needs.filter(([, on]) => on !== 'rewritten-trust');
      return [id, new Set(own.map(([action]) => action))];
    }),
  ),
]);

/** `sts-001` is trust itself; the catalogue lists a permission that only helps to look around. */
const elsewhere = new Set(['sts-001']);
const onlyHelps = new Set(['ec2:DescribeInstances']);

test('each documented path is a row, keyed on its permissions', () => {
  expect(catalogue).toHaveLength(65);
  for (const { id, permissions } of catalogue) {
    if (elsewhere.has(id)) continue;
    const wanted = permissions.filter((permission) => !onlyHelps.has(permission));
    expect([...(rows.get(id) ?? [])].sort(), id).toEqual([...new Set(wanted)].sort());
  }
});
