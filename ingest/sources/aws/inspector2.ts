import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { list } from './call.ts';
import { resourceRef } from './resource-ref.ts';
import { awsService } from './service.ts';

const text = z.string().nullish();

const resource = z.looseObject({
  id: z.string(),
  type: z.string(),
  region: text,
  details: z
    .looseObject({ awsEcrContainerImage: z.looseObject({ imageHash: text }).nullish() })
    .nullish(),
});

const finding = z.looseObject({
  findingArn: z.string(),
  awsAccountId: z.string(),
  type: z.string(),
  severity: z.string(),
  status: z.string(),
  resources: z.array(resource),
  exploitAvailable: text,
  epss: z.looseObject({ score: z.number().nullish() }).nullish(),
  inspectorScore: z.number().nullish(),
  inspectorScoreDetails: z
    .looseObject({ adjustedCvss: z.looseObject({ scoringVector: text }).nullish() })
    .nullish(),
  packageVulnerabilityDetails: z
    .looseObject({
      vulnerabilityId: z.string(),
      vulnerablePackages: z
        .array(z.looseObject({ name: z.string(), version: text, fixedInVersion: text }))
        .nullish(),
    })
    .nullish(),
});
type Finding = z.infer<typeof finding>;

/** What a finding is about: an instance, a function, or an image by its digest. */
function affectedRef(
  { id, type, region, details }: z.infer<typeof resource>,
  account: string,
  claim: ClaimBuilder,
  answer: Answer,
): Ref | null {
  const image = details?.awsEcrContainerImage?.imageHash ?? /sha256:[0-9a-f]{64}$/.exec(id)?.[0];
  if (type === 'AWS_ECR_CONTAINER_IMAGE') return image ? claim.ref('ContainerImage', image) : null;
  if (type === 'AWS_EC2_INSTANCE' && !id.startsWith('arn:'))
    return claim.ref(
      'Workload',
      answer.arn('ec2', `instance/${id}`, { account, ...(region && { region }) }),
    );
  return resourceRef(id);
}

function addVulnerability(finding: Finding, claim: ClaimBuilder, answer: Answer) {
  const details = finding.packageVulnerabilityDetails;
  if (!details) return answer.unresolved(`Inspector finding of type ${finding.type}`);
  const packages = details.vulnerablePackages ?? [];
  const names = packages.map(({ name, version }) => (version ? `${name}@${version}` : name));
  const fixed = packages
    .map(({ fixedInVersion }) => fixedInVersion)
    .find((v) => v && v !== 'NotAvailable');
  const vulnerability = claim.node('Vulnerability', details.vulnerabilityId, {
    name: details.vulnerabilityId,
    severity: finding.severity.toLowerCase(),
    cvss: finding.inspectorScore ?? undefined,
    vector: finding.inspectorScoreDetails?.adjustedCvss?.scoringVector ?? undefined,
    epss: finding.epss?.score ?? undefined,
    exploitAvailable: finding.exploitAvailable ? finding.exploitAvailable === 'YES' : undefined,
    fixVersion: fixed ?? undefined,
    affected: names,
  });
  for (const affected of finding.resources) {
    const ref = affectedRef(affected, finding.awsAccountId, claim, answer);
    const where = { package: names[0] };
    if (!ref || !claim.edgeIf('HAS_VULN', ref, vulnerability, where))
      answer.unresolved(`Inspector finding on a resource of type ${affected.type}`);
  }
}

export default awsService('inspector2', 'Amazon Inspector: vulnerabilities of what runs', {
  'list-findings': list({
    sign: ['findings.0.findingArn'],
    options: `--filter-criteria '{"findingStatus":[{"comparison":"EQUALS","value":"ACTIVE"}]}'`,
    items: 'findings',
    item: finding,
    id: (item) => item.findingArn,
    map(item, claim, answer) {
      // A finding that is closed or suppressed retracts what it said while it was active.
      if (item.status === 'ACTIVE') addVulnerability(item, claim, answer);
    },
  }),
});
