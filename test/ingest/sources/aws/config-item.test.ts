import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Estate } from '../../../../graph/estate.ts';
import { detectSource, recordsOf } from '../../../../ingest/detect.ts';
import { mapRecord } from '../../../../ingest/map-record.ts';

interface Notification {
  configurationItem: { configurationItemCaptureTime: string; configuration: object };
}

function recorded(name: string): Notification {
  const url = new URL(`../../fixtures/aws.config-item/${name}.case.json`, import.meta.url);
  const { record } = JSON.parse(readFileSync(url, 'utf8')) as {
    record: Notification & { Message?: string };
  };
  return record.Message === undefined ? record : (JSON.parse(record.Message) as Notification);
}

const claimsOf = (document: unknown, at = 0, path = 'topic/0/0') =>
  recordsOf(document).flatMap((record) => {
    const origin = { path, at, account: '123456789012', region: 'us-east-2' };
    return mapRecord(detectSource(record, origin), record, `${path}#1`, origin, 'key').claims;
  });

const created = recorded('security-group-by-sns');
const deleted = recorded('security-group-deleted');
const group = 'sg-3f1fef43';

test.each([
  ['in order', [created, deleted]],
  ['late', [deleted, created]],
])('a deleted resource is gone, its news being %s', async (_, news) => {
  const estate = await Estate.open();
  await estate.write(claimsOf(created));
  expect(estate.view.node(group)?.stub, 'there at first').toBeFalsy();
  for (const one of news) await estate.write(claimsOf(one));
  expect(estate.view.node(group)).toBeUndefined();
  await estate.close();
});

test('the newest description counts, whether Config or the interface gave it', async () => {
  const captured = Date.parse(created.configurationItem.configurationItemCaptureTime);
  const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const answer = {
    SecurityGroups: [
      {
        ...{ GroupId: group, GroupName: 'x', OwnerId: '123456789012', VpcId: 'vpc-14400670' },
        ...{ IpPermissions: [rule], IpPermissionsEgress: [] },
      },
    ],
  };
  const ingress = (estate: Estate) => {
    const config = estate.view.node(group)?.props['config'] as { ingress: unknown[] } | undefined;
    return config?.ingress.length;
  };
  const older = await Estate.open();
  await older.write(claimsOf(created));
  await older.write(claimsOf(answer, captured - 1));
  expect(ingress(older)).toBe(0);
  const newer = await Estate.open();
  await newer.write(claimsOf(answer, captured + 1));
  await newer.write(claimsOf(created));
  expect(ingress(newer)).toBe(1);
  await older.close();
  await newer.close();
});
