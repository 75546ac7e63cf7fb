import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Estate } from '../../graph/estate.ts';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { accounts, estateOf } from './account.ts';

interface Statement {
  Sid?: string;
}
interface Embedded {
  PolicyDocument: { Statement: Statement[] };
}
interface Details {
  UserDetailList: {
    Arn: string;
    UserPolicyList?: Embedded[];
  }[];
  RoleDetailList: { AssumeRolePolicyDocument: unknown }[];
}

const merged = join(accounts, 'pathfinding-labs/merged-account-111122223333');
const file = 'iam-get-account-authorization-details.json';
const details = JSON.parse(readFileSync(join(merged, file), 'utf8')) as Details;

/** The account's makers name what an attack takes, and what only helps to look around. */
const isRequired = ({ Sid = '' }: Statement) => Sid.startsWith('RequiredForExploitation');

/** Users who begin documented attacks, by rights of their own and not by being trusted. */
const starts = details.UserDetailList.filter(({ Arn, UserPolicyList = [] }) => {
  const trusted = details.RoleDetailList.some(({ AssumeRolePolicyDocument }) =>
    JSON.stringify(AssumeRolePolicyDocument).includes(`"${Arn}"`),
  );
  const all = UserPolicyList.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return /starting-user$/.test(Arn) && !trusted && all.length > 0;
});

const statementsOf = ({ UserPolicyList = [] }: (typeof starts)[number]) =>
  UserPolicyList.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
const isAble = (user: (typeof starts)[number]) => statementsOf(user).some(isRequired);
const able = starts.filter(isAble).map(({ Arn }) => Arn);
const unable = starts.filter((user) => !isAble(user)).map(({ Arn }) => Arn);

/** The account in which those users have all their rights but those. */
function harmless(): Details {
  const names = new Set(starts.map(({ Arn }) => Arn));
  const without = ({ PolicyDocument }: Embedded): Embedded => ({
    PolicyDocument: {
      ...PolicyDocument,
      Statement: PolicyDocument.Statement.filter((statement) => !isRequired(statement)),
    },
  });
  return {
    ...details,
    UserDetailList: details.UserDetailList.map((user) =>
      names.has(user.Arn)
        ? {
            ...user,
            UserPolicyList: (user.UserPolicyList ?? []).map((policy) => ({
              ...policy,
              ...without(policy),
            })),
          }
        : user,
    ),
  };
}

const pathsFrom = ({ view, projection }: Estate, uid: string) =>
  ['admin', 'sensitive'].flatMap(
    (to) => projection.paths({ from: endsFrom(view, uid), to: endsTo(view, to), k: 5 }).paths,
  );

let folder = '';
let real: Estate;
let changed: Estate;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutset-merged-'));
  const copy = join(folder, 'account-111122223333');
  cpSync(merged, copy, { recursive: true });
  writeFileSync(join(copy, file), JSON.stringify(harmless()));
  real = (await estateOf(merged)).estate;
  changed = (await estateOf(copy)).estate;
});
afterAll(async () => {
  await real.close();
  await changed.close();
  rmSync(folder, { recursive: true });
});

test('the account holds most of the documented beginnings', () => {
  expect(able.length).toBeGreaterThanOrEqual(8);
  expect(unable.length).toBeGreaterThanOrEqual(1);
});

test.each(unable)('%s has no path: its documented permissions only look around', (uid) => {
  expect(real.view.node(uid)?.stub).toBe(false);
  expect(pathsFrom(real, uid)).toEqual([]);
});

describe.each(able)('%s', (uid) => {
  test('has a path by its documented permissions', () => {
    expect(pathsFrom(real, uid)).not.toEqual([]);
  });

  test('has none without them, whatever else it may do', () => {
    expect(changed.view.node(uid)?.stub).toBe(false);
    expect(pathsFrom(changed, uid)).toEqual([]);
  });
});
