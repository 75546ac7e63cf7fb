import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../../graph/errors.ts';
import { recordsOf } from '../../../../ingest/detect.ts';
import { mapRecord } from '../../../../ingest/map-record.ts';
import cloudtrail from '../../../../ingest/sources/aws/cloudtrail-events.ts';

const origin = { path: 'x.json', at: 0 };
const map = (event: unknown) => mapRecord(cloudtrail, event, 'x#1', origin, 'key');

/** Parts that the CloudTrail User Guide marks as required in a record. */
const event = (parts: Record<string, unknown>) => ({
  eventVersion: '1.11',
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  eventTime: '2026-03-01T10:00:00Z',
  awsRegion: 'us-east-1',
  eventID: 'event-1',
  recipientAccountId: '111122223333',
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::111122223333:user/ann',
    accountId: '111122223333',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    userName: 'ann',
  },
  ...parts,
});

describe('one event is the same in every shape', () => {
  const plain = event({ requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/r' } });
  const [wanted] = map(plain).claims;
  test.each([
    ['delivered file', { Records: [plain] }],
    ['list', [plain]],
    ['line', plain],
    ['EventBridge', { 'detail-type': 'AWS API Call via CloudTrail', detail: plain }],
    ['lookup-events', { Events: [{ EventId: 'event-1', CloudTrailEvent: JSON.stringify(plain) }] }],
  ])('%s', (_shape, document) => {
    expect(recordsOf(document).flatMap((record) => map(record).claims)).toEqual([wanted]);
  });

  test('a list of other things is not split', () => {
    expect(recordsOf([{ eventName: 'x' }])).toEqual([[{ eventName: 'x' }]]);
  });
});

test('credentials and parameters are not kept', () => {
  const secrets = ['IQoJb3JpZ2luX2VjSECRET', 'wJalrXUtnFEMI/K7MDENG', 'hunter2-value'];
  const mapped = map(
    event({
      requestParameters: {
        roleArn: 'arn:aws:iam::111122223333:role/r',
        policy: secrets[1],
        value: secrets[2],
      },
      responseElements: {
        credentials: {
          accessKeyId: 'ASIAISSUED0000000001',
          sessionToken: secrets[0],
          secretAccessKey: secrets[1],
        },
      },
    }),
  );
  const text = JSON.stringify(mapped);
  expect(text).toContain('session:ASIAISSUED0000000001');
  for (const secret of secrets) expect(text).not.toContain(secret);
});

describe('a failure is no edge', () => {
  const parameters = { requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/r' } };
  const assumed = (parts: object) =>
    map(event({ ...parameters, ...parts })).claims[0]?.edges.filter((e) => e.kind === 'CAN_ASSUME');
  test.each([
    ['succeeded', {}, 1],
    ['denied', { errorCode: 'AccessDenied' }, 0],
    ['any other error', { errorCode: 'Client.UnauthorizedOperation' }, 0],
  ])('%s', (_what, parts, count) => {
    expect(assumed(parts)).toHaveLength(count);
  });
});

test('whatever the parameters hold, the event is mapped or refused with a reason', () => {
  const actions = [
    'sts.amazonaws.com AssumeRole',
    's3.amazonaws.com GetObject',
    'bedrock.amazonaws.com InvokeModel',
    'ssm.amazonaws.com GetParameters',
    'kms.amazonaws.com Decrypt',
  ];
  const names = ['roleArn', 'bucketName', 'modelId', 'names', 'encryptionContext'];
  fc.assert(
    fc.property(
      fc.constantFrom(...actions),
      fc.dictionary(fc.constantFrom(...names), fc.jsonValue()),
      fc.jsonValue(),
      fc.jsonValue(),
      (action, requestParameters, responseElements, resources) => {
        const [eventSource, eventName] = action.split(' ');
        try {
          map(event({ eventSource, eventName, requestParameters, responseElements, resources }));
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      },
    ),
    { numRuns: 300 },
  );
});
