import { z } from 'zod';

const text = z.string().nullish();

/** `userIdentity` of an event (CloudTrail User Guide, "CloudTrail userIdentity element"). */
export const userIdentity = z.looseObject({
  type: text,
  principalId: text,
  arn: text,
  accountId: text,
  accessKeyId: text,
  userName: text,
  invokedBy: text,
  identityProvider: text,
  credentialId: text,
  onBehalfOf: z.looseObject({ userId: text, identityStoreArn: text }).nullish(),
  sessionContext: z
    .looseObject({
      sourceIdentity: text,
      ec2RoleDelivery: text,
      sessionIssuer: z.looseObject({ type: text, arn: text, accountId: text }).nullish(),
    })
    .nullish(),
});

const fields = z.record(z.string(), z.unknown()).nullish().catch(null);

/** The fields of an event that Cutset reads. Parameters are looked up by the table of meanings. */
export const trailEvent = z.looseObject({
  eventSource: z.string(),
  eventName: z.string(),
  eventTime: z.string(),
  eventID: text,
  requestID: text,
  awsRegion: text,
  recipientAccountId: text,
  errorCode: text,
  userIdentity,
  requestParameters: fields,
  responseElements: fields,
  additionalEventData: fields,
  resources: z
    .array(z.looseObject({ ARN: text, type: text }))
    .nullish()
    .catch(null),
});
export type TrailEvent = z.infer<typeof trailEvent>;

/** `service:Operation` as IAM and the SDKs name it; Lambda appends the version of its interface. */
export const actionOf = ({ eventSource, eventName }: TrailEvent): string =>
  `${eventSource.replace(/\.amazonaws\.com.*$/, '')}:${eventName.replace(/\d{8}(v\d+)?$/, '')}`;

/** A value at a dotted path, `[]` standing for every member of a list. */
export function valuesAt(value: unknown, path: string): unknown[] {
  const [head, ...rest] = path.split('.');
  if (head === undefined || head === '')
    return value === undefined || value === null ? [] : [value];
  if (head === '[]')
    return Array.isArray(value) ? value.flatMap((v: unknown) => valuesAt(v, rest.join('.'))) : [];
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  return valuesAt((value as Record<string, unknown>)[head], rest.join('.'));
}

/** Texts at a dotted path. */
export const textsAt = (value: unknown, path: string): string[] =>
  valuesAt(value, path).filter((v) => typeof v === 'string');
