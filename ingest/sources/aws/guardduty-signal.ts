import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { instant } from '../../instant.ts';
import { bedrockModelArn } from './bedrock-model-arn.ts';
import { resourceRef } from './resource-ref.ts';

const text = z.string().nullish();
const arn = (key: string) => z.looseObject({ [key]: text }).nullish();

/** A finding as GuardDuty exports it; its interface answers the same with capital letters. */
export const guardDutyFinding = z.looseObject({
  id: z.string(),
  arn: z.string(),
  type: z.string(),
  accountId: z.string(),
  region: z.string(),
  severity: z.number(),
  title: text,
  updatedAt: z.string(),
  partition: text,
  service: z
    .looseObject({
      archived: z.boolean().nullish(),
      additionalInfo: z
        .looseObject({ sample: z.boolean().nullish().catch(null), value: text })
        .nullish(),
    })
    .nullish(),
  resource: z
    .looseObject({
      accessKeyDetails: z
        .looseObject({ accessKeyId: text, userName: text, userType: text })
        .nullish(),
      s3BucketDetails: z.array(z.looseObject({ arn: text })).nullish(),
      instanceDetails: z.looseObject({ instanceId: text }).nullish(),
      eksClusterDetails: arn('arn'),
      ecsClusterDetails: arn('arn'),
      lambdaDetails: arn('functionArn'),
      rdsDbInstanceDetails: arn('dbInstanceArn'),
      bedrockGuardrailDetails: arn('guardrailArn'),
      modelDetails: z.array(z.looseObject({ modelId: text })).nullish(),
    })
    .nullish(),
});
export type GuardDutyFinding = z.infer<typeof guardDutyFinding>;

/** Classes of the finding types of AI Protection; those of others are their threat purpose. */
const classes: readonly (readonly [RegExp, string])[] = [
  [/PromptInjection\.Direct/, 'direct-prompt-injection'],
  [/PromptInjection/, 'prompt-injection'],
  [/AnomalousModelInvocation/, 'model-abuse'],
  [/CostHarvesting/, 'cost-harvesting'],
];

/** `UnauthorizedAccess:EC2/…` is of class `unauthorized-access`. */
const classOf = (type: string) =>
  classes.find(([pattern]) => pattern.test(type))?.[1] ??
  (type.split(':')[0] ?? type).replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

/** Ranges of the GuardDuty User Guide, "Severity levels". */
const severityOf = (score: number) =>
  score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';

function* touched(finding: GuardDutyFinding, claim: ClaimBuilder): Generator<Ref | null> {
  const { resource, accountId: account, region, partition } = finding;
  const here = `arn:${partition ?? 'aws'}`;
  const { accessKeyId = '', userName, userType } = resource?.accessKeyDetails ?? {};
  if (userName && /^(IAMUser|Role|AssumedRole)$/.test(userType ?? ''))
    yield resourceRef(
      `${here}:iam::${account}:${userType === 'IAMUser' ? 'user' : 'role'}/${userName}`,
    );
  if (accessKeyId?.startsWith('ASIA')) yield claim.ref('CloudSession', `session:${accessKeyId}`);
  if (accessKeyId?.startsWith('AKIA')) yield claim.ref('Credential', `cred:${accessKeyId}`);
  for (const bucket of resource?.s3BucketDetails ?? []) yield resourceRef(bucket.arn);
  const instance = resource?.instanceDetails?.instanceId;
  if (instance) yield resourceRef(`${here}:ec2:${region}:${account}:instance/${instance}`);
  yield resourceRef(resource?.eksClusterDetails?.['arn']);
  yield resourceRef(resource?.ecsClusterDetails?.['arn']);
  yield resourceRef(resource?.lambdaDetails?.['functionArn']);
  yield resourceRef(resource?.rdsDbInstanceDetails?.['dbInstanceArn']);
  yield resourceRef(resource?.bedrockGuardrailDetails?.['guardrailArn']);
  for (const { modelId } of resource?.modelDetails ?? [])
    if (modelId) yield resourceRef(bedrockModelArn(modelId, { region, account }));
}

const isSample = ({ service }: GuardDutyFinding) =>
  service?.additionalInfo?.sample === true ||
  /"sample"\s*:\s*true/.test(service?.additionalInfo?.value ?? '');

/**
 * Says what a finding saw; `seen` starts the claim. Returns why it says nothing, where it does not:
 * a sample, which never happened, or a finding without a time.
 */
export function addGuardDutySignal(
  finding: GuardDutyFinding,
  seen: (event: string, at: number) => ClaimBuilder,
): string | null {
  if (isSample(finding)) return 'GuardDuty sample finding';
  const at = instant(finding.updatedAt);
  if (at === null) return 'GuardDuty finding without a time';
  const claim = seen(finding.id, at);
  const signal = claim.node('Signal', `sig:guardduty:${finding.id}`, {
    name: finding.title ?? finding.type,
    provider: 'aws',
    account: finding.accountId,
    region: finding.region,
    class: classOf(finding.type),
    tier: 'T1',
    action: finding.type,
    verdict: finding.service?.archived ? 'archived' : 'active',
    severity: severityOf(finding.severity),
    at,
  });
  const refs = [...touched(finding, claim)].filter((ref) => ref !== null);
  const account = claim.ref('Account', `aws:${finding.accountId}`);
  for (const ref of refs.length > 0 ? refs : [account]) claim.edgeIf('TOUCHED', signal, ref);
  return null;
}
