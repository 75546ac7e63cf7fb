import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { accountUid } from './arn.ts';
import { bucketRef, encryptedWith } from './attachments.ts';
import { one } from './call.ts';
import { arnText, described, listed } from './plain.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const trailArn = arnText('cloudtrail', 'trail/');

const trail = z.looseObject({
  Name: z.string(),
  TrailARN: trailArn,
  S3BucketName: text,
  KmsKeyId: text,
  HomeRegion: text,
  IsMultiRegionTrail: flag,
  IsOrganizationTrail: flag,
  IncludeGlobalServiceEvents: flag,
  LogFileValidationEnabled: flag,
});
type Trail = z.infer<typeof trail>;

const propsOf = (of: Trail) => ({
  name: of.Name,
  type: 'cloudtrail',
  config: {
    homeRegion: of.HomeRegion ?? undefined,
    multiRegion: of.IsMultiRegionTrail ?? false,
    organization: of.IsOrganizationTrail ?? false,
    globalServices: of.IncludeGlobalServiceEvents ?? false,
    validation: of.LogFileValidationEnabled ?? false,
  },
});

function links(of: Trail, claim: ClaimBuilder, node: Ref<'LogSink'>, answer: Answer) {
  claim.edge('LOGS_TO', claim.ref('Account', accountUid(answer.account)), node);
  if (of.S3BucketName) claim.edge('STORES_IN', node, bucketRef(answer, claim, of.S3BucketName));
  encryptedWith(answer, claim, node, of.KmsKeyId);
}

/** The trail that an answer without its name is about. */
function askedTrail(answer: Answer): string {
  const name = answer.arg(0, 'trail');
  return name.startsWith('arn:') ? name : answer.arn('cloudtrail', `trail/${name}`);
}

const each = { operation: 'describe-trails', query: 'trailList[].TrailARN' };

export default awsService('cloudtrail', 'CloudTrail trails, and what they record', {
  'describe-trails': listed({
    sign: ['trailList'],
    items: 'trailList',
    kind: 'LogSink',
    form: trail,
    uid: ({ TrailARN }) => TrailARN,
    props: propsOf,
    links,
  }),
  'get-trail': described({
    sign: ['Trail'],
    spare: true,
    each: { ...each, option: '--name' },
    at: 'Trail',
    kind: 'LogSink',
    form: trail,
    uid: ({ TrailARN }) => TrailARN,
    props: propsOf,
    links,
  }),
  'list-trails': listed({
    sign: ['Trails'],
    spare: true,
    items: 'Trails',
    kind: 'LogSink',
    form: z.looseObject({ TrailARN: trailArn, Name: z.string() }),
    uid: ({ TrailARN }) => TrailARN,
    props: ({ Name }) => ({ name: Name, type: 'cloudtrail' }),
  }),
  'get-trail-status': one({
    sign: [],
    each: { ...each, option: '--name' },
    answer: z.looseObject({ IsLogging: z.boolean() }),
    map({ IsLogging }, answer) {
      const uid = askedTrail(answer);
      answer.claim(uid).add('LogSink', uid, { enabled: IsLogging });
    },
  }),
  'get-event-selectors': one({
    sign: ['TrailARN', 'EventSelectors'],
    each: { ...each, option: '--trail-name' },
    answer: z.looseObject({
      TrailARN: text,
      EventSelectors: z.array(z.unknown()).nullish(),
      AdvancedEventSelectors: z.array(z.unknown()).nullish(),
    }),
    map({ TrailARN, EventSelectors, AdvancedEventSelectors }, answer) {
      const uid = TrailARN ?? askedTrail(answer);
      answer.claim(uid).add('LogSink', uid, {
        selectors: { basic: EventSelectors ?? [], advanced: AdvancedEventSelectors ?? [] },
      });
    },
  }),
});
