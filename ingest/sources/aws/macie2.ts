import { z } from 'zod';
import type { Classification } from '../../../graph/schema/nodes/data.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { instant } from '../../instant.ts';
import type { Answer } from './answer.ts';
import { list, one } from './call.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();

const finding = z.looseObject({
  id: z.string(),
  accountId: z.string(),
  region: text,
  type: z.string(),
  category: z.string(),
  archived: z.boolean().nullish(),
  sample: z.boolean().nullish(),
  title: text,
  updatedAt: text,
  severity: z.looseObject({ description: text }).nullish(),
  resourcesAffected: z.looseObject({
    s3Bucket: z.looseObject({ arn: text, name: text }).nullish(),
    s3Object: z.looseObject({ path: text }).nullish(),
  }),
  classificationDetails: z
    .looseObject({
      result: z
        .looseObject({
          sensitiveData: z.array(z.looseObject({ category: z.string() })).nullish(),
          customDataIdentifiers: z
            .looseObject({ detections: z.array(z.looseObject({ name: text })).nullish() })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
type Finding = z.infer<typeof finding>;

/** Macie's managed data identifiers are checked against the data, so their word is taken. */
const confidence = 0.9;

const bucket = z.looseObject({
  bucketArn: z.string(),
  bucketName: z.string(),
  accountId: z.string(),
  region: text,
  sensitivityScore: z.number().nullish(),
  sizeInBytes: z.number().nullish(),
  publicAccess: z.looseObject({ effectivePermission: text }).nullish(),
});

function classificationsOf({ id, type, classificationDetails }: Finding): Classification[] {
  const { sensitiveData, customDataIdentifiers } = classificationDetails?.result ?? {};
  const named = [
    ...(sensitiveData ?? []).map(({ category }) => category.toLowerCase().replaceAll('_', '-')),
    ...(customDataIdentifiers?.detections ?? []).flatMap(({ name }) => name ?? []),
  ];
  const types = named.length > 0 ? named : [type.split('/').at(-1)?.toLowerCase() ?? type];
  return [...new Set(types)].map((name) => ({
    type: name,
    basis: 'finding',
    confidence,
    source: `macie:${id}`,
  }));
}

function mapClassification(finding: Finding, uid: string, claim: ClaimBuilder) {
  // An archived finding retracts what it said while it was active.
  if (finding.archived) return;
  const classifications = classificationsOf(finding);
  const store = claim.add('DataStore', uid, { classifications, sensitive: true });
  if (!classifications.some(({ type }) => type === 'credentials')) return;
  const path = finding.resourcesAffected.s3Object?.path;
  const credential = claim.node('Credential', `cred:macie:${finding.id}`, {
    name: `credential in ${path ?? uid}`,
    type: 'unknown',
    provider: 'aws',
    account: finding.accountId,
    ...(path && { plaintextAt: [path] }),
  });
  claim.edge('REVEALS', store, credential);
}

function mapFinding(finding: Finding, claim: ClaimBuilder, answer: Answer) {
  if (finding.sample) return answer.unresolved('Macie sample finding');
  const { arn, name } = finding.resourcesAffected.s3Bucket ?? {};
  const uid = arn ?? (name ? `arn:${answer.partition}:s3:::${name}` : null);
  if (uid === null) return answer.unresolved('Macie finding without a bucket');
  if (finding.category === 'CLASSIFICATION') return mapClassification(finding, uid, claim);
  const at = instant(finding.updatedAt);
  if (at === null) return answer.unresolved('Macie finding without a time');
  const event = answer.seen(finding.id, at);
  const signal = event.node('Signal', `sig:macie:${finding.id}`, {
    name: finding.title ?? finding.type,
    provider: 'aws',
    class: 'exposure',
    tier: 'T1',
    action: finding.type,
    verdict: finding.archived ? 'archived' : 'active',
    severity: finding.severity?.description?.toLowerCase(),
    at,
  });
  event.edge('TOUCHED', signal, event.ref('DataStore', uid));
}

/** The id of something that Macie speaks of, with the account and region that it says. */
const idOf = (
  { accountId, region }: { accountId: string; region?: string | null | undefined },
  what: string,
) => `arn:aws:macie2:${region ?? ''}:${accountId}:${what}`;

export default awsService('macie2', 'Amazon Macie: what buckets hold, and who can see it', {
  'describe-buckets': list({
    sign: ['buckets.0.bucketArn'],
    items: 'buckets',
    item: bucket,
    id: (item) => idOf(item, `bucket/${item.bucketName}`),
    map(item, claim) {
      // 1 to 49 not sensitive, 50 not analysed, 51 to 100 sensitive, -1 an error (Macie User Guide).
      const score = item.sensitivityScore ?? 50;
      const sensitive = score > 50;
      const found = { type: 'sensitive-data', basis: 'finding', source: 'macie' } as const;
      const permission = item.publicAccess?.effectivePermission;
      claim.add('DataStore', item.bucketArn, {
        volume: item.sizeInBytes ?? undefined,
        public: permission === 'UNKNOWN' || !permission ? undefined : permission === 'PUBLIC',
        ...(sensitive && {
          sensitive,
          classifications: [{ ...found, confidence: score / 100 }],
        }),
      });
    },
  }),
  'list-findings': one({
    sign: ['findingIds'],
    answer: z.looseObject({ findingIds: z.array(z.string()) }),
    // The ids say nothing by themselves: they tell the collection what to ask for.
    map: () => undefined,
  }),
  'get-findings': list({
    sign: ['findings.0.resourcesAffected'],
    each: { operation: 'list-findings', query: 'findingIds[]', option: '--finding-ids' },
    items: 'findings',
    item: finding,
    id: (item) => idOf(item, `finding/${item.id}`),
    map: mapFinding,
  }),
});
