import { z } from 'zod';
import { encryptedWith, inNetwork } from './attachments.ts';
import type { AwsCall } from './call.ts';
import { arnText, listed } from './plain.ts';
import { documentOf } from './shapes.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

/** `DomainStatus`, the same in the OpenSearch API and in the older Elasticsearch one. */
const domain = z.looseObject({
  DomainName: z.string(),
  ARN: arnText('es', 'domain/'),
  Endpoint: text,
  AccessPolicies: text,
  VPCOptions: z.looseObject({ VPCId: text, SubnetIds: texts, SecurityGroupIds: texts }).nullish(),
  EncryptionAtRestOptions: z
    .looseObject({ Enabled: z.boolean().nullish(), KmsKeyId: text })
    .nullish(),
  AdvancedSecurityOptions: z
    .looseObject({ Enabled: z.boolean().nullish(), AnonymousAuthEnabled: z.boolean().nullish() })
    .nullish(),
});

/** A call that describes search domains listed under `items`. */
export const searchDomains = (items: string, option: string): AwsCall =>
  listed({
    sign: [items],
    each: { operation: 'list-domain-names', query: 'DomainNames[].DomainName', option },
    items,
    kind: 'DataStore',
    form: domain,
    uid: ({ ARN }) => ARN,
    props: (of) => ({
      name: of.DomainName,
      type: 'opensearch-domain',
      policy: documentOf(of.AccessPolicies),
      encryption: of.EncryptionAtRestOptions?.Enabled ? 'aws:kms' : 'none',
      config: {
        endpoint: of.Endpoint ?? undefined,
        vpc: of.VPCOptions?.VPCId ?? undefined,
        fineGrained: of.AdvancedSecurityOptions?.Enabled ?? false,
        anonymous: of.AdvancedSecurityOptions?.AnonymousAuthEnabled ?? false,
      },
    }),
    links(of, claim, node, answer) {
      const at = of.VPCOptions;
      inNetwork(claim, node, at?.SubnetIds ?? [], at?.SecurityGroupIds ?? [], at?.VPCId);
      const kmsKey = encryptedWith(answer, claim, node, of.EncryptionAtRestOptions?.KmsKeyId);
      claim.add('DataStore', node.uid, { kmsKey });
    },
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
