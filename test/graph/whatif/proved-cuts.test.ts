import { expect, test } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import { Estate } from '../../../graph/estate.ts';
import { endsFrom, endsTo } from '../../../graph/projection/ends.ts';
import { goalBetween } from '../../../graph/whatif/cut-goal.ts';
import { provedCuts } from '../../../graph/whatif/proved-cuts.ts';

const now = Date.UTC(2026, 10, 24, 12);
const bucket = 'arn:aws:s3:::exports';
const allows = (Sid: string, rest: object = {}) => ({
  Sid,
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: `${bucket}/*`,
  ...rest,
});

/** A bucket with sensitive data and a policy of the statements. */
async function estateWith(Statement: object[]) {
  const estate = await Estate.open();
  const claim: Claim = {
    owner: 'aws:111122223333/s3',
    subject: bucket,
    at: now,
    mode: 'state',
    nodes: [
      { kind: 'Account', uid: 'aws:111122223333', props: {}, defines: true },
      {
        kind: 'DataStore',
        uid: bucket,
        props: {
          type: 's3-bucket',
          provider: 'aws',
          account: '111122223333',
          sensitive: true,
          policy: { Version: '2012-10-17', Statement },
        },
        defines: true,
      },
    ],
    edges: [],
    evidence: { source: 'test', record: 'bucket' },
  };
  await estate.write([claim]);
  await estate.settle();
  return estate;
}

async function cutOf(Statement: object[]) {
  const estate = await estateWith(Statement);
  const ends = { from: endsFrom(estate.view, 'internet'), to: endsTo(estate.view, 'sensitive') };
  const { offers, left } = await provedCuts(estate, goalBetween(ends), { timeout: 5_000, at: now });
  await estate.close();
  const [best] = offers;
  return { ids: best?.changes.map(({ id }) => id), exact: best?.exact, left };
}

test('a way on a condition counts once the certain way is gone', async () => {
  const behind = { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
  expect(await cutOf([allows('Anybody')])).toEqual({
    ids: [`${bucket}#policy:Anybody`],
    exact: true,
    left: 0,
  });
  const { ids, exact, left } = await cutOf([allows('Anybody'), allows('Behind', behind)]);
  expect(ids).toEqual([`${bucket}#policy:Anybody`, `${bucket}#policy:Behind`]);
  expect([exact, left]).toEqual([true, 0]);
});

test('a statement that denies is no way in', async () => {
  const never = allows('Never', { Effect: 'Deny' });
  expect(await cutOf([allows('Anybody'), never])).toEqual({
    ids: undefined,
    exact: undefined,
    left: 0,
  });
});
