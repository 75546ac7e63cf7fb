import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { encryptedWith, inNetwork } from './attachments.ts';
import { arnText, listed } from './plain.ts';
import { documentOf } from './shapes.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

/** `DomainStatus`, the same in the OpenSearch API and in the older Elasticsearch one. */
const form = z.looseObject({
  DomainName: z.string(),
  ARN: arnText('es', 'domain/'),
  Endpoint: text,
  Endpoints: z.record(z.string(), z.string()).nullish(),
  AccessPolicies: text,
  VPCOptions: z.looseObject({ VPCId: text, SubnetIds: texts, SecurityGroupIds: texts }).nullish(),
  EncryptionAtRestOptions: z
    .looseObject({ Enabled: z.boolean().nullish(), KmsKeyId: text })
    .nullish(),
  AdvancedSecurityOptions: z
    .looseObject({ Enabled: z.boolean().nullish(), AnonymousAuthEnabled: z.boolean().nullish() })
    .nullish(),
});
type Domain = z.infer<typeof form>;

/** A search domain, for calls that list or describe them. */
export const searchDomain = {
  kind: 'DataStore' as const,
  form,
  uid: ({ ARN }: Domain) => ARN,
  props: (of: Domain) => ({
    name: of.DomainName,
    type: 'opensearch-domain',
    policy: documentOf(of.AccessPolicies),
    encryption: of.EncryptionAtRestOptions?.Enabled ? 'aws:kms' : 'none',
    config: {
      endpoint: of.Endpoint ?? of.Endpoints?.['vpc'],
      vpc: of.VPCOptions?.VPCId ?? undefined,
      fineGrained: of.AdvancedSecurityOptions?.Enabled ?? false,
      anonymous: of.AdvancedSecurityOptions?.AnonymousAuthEnabled ?? false,
    },
  }),
  links(of: Domain, claim: ClaimBuilder, node: Ref<'DataStore'>, answer: Answer) {
    const at = of.VPCOptions;
    inNetwork(claim, node, at?.SubnetIds ?? [], at?.SecurityGroupIds ?? [], at?.VPCId);
    const kmsKey = encryptedWith(answer, claim, node, of.EncryptionAtRestOptions?.KmsKeyId);
    claim.add('DataStore', node.uid, { kmsKey });
  },
};

/** Which call lists the domains that another describes. */
export const eachDomain = (option: string) => ({
  operation: 'list-domain-names',
  query: 'DomainNames[].DomainName',
  option,
});

/** The call that lists the names of domains. */
export const searchDomainNames = listed({
  sign: ['DomainNames'],
  items: 'DomainNames',
  kind: 'DataStore',
  form: z.looseObject({ DomainName: z.string() }),
  uid: ({ DomainName }, answer) => answer.arn('es', `domain/${DomainName}`),
  props: ({ DomainName }) => ({ name: DomainName, type: 'opensearch-domain' }),
});
