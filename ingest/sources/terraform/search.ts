import opensearch from '../aws/opensearch.ts';
import serverless from '../aws/opensearchserverless.ts';
import { answer, type Conversions, type Convert } from './conversion.ts';
import { block, flag, text, texts } from './values.ts';

/** A search domain, which OpenSearch describes whatever its engine; its policy may lie beside it. */
const domain =
  (policyType: string): Convert =>
  (values, state) => {
    const DomainName = text(values, 'domain_name') ?? '';
    const ARN = state.arn(values, 'es', `domain/${DomainName}`);
    if (ARN === null) return null;
    const policy = state.find(policyType, 'domain_name', DomainName);
    const vpc = block(values, 'vpc_options');
    const rest = block(values, 'encrypt_at_rest');
    const security = block(values, 'advanced_security_options');
    const status = {
      DomainName,
      ARN,
      AccessPolicies: text(policy, 'access_policies') ?? text(values, 'access_policies'),
      ...(vpc
        ? { Endpoints: { vpc: text(values, 'endpoint') } }
        : { Endpoint: text(values, 'endpoint') }),
      VPCOptions: vpc && {
        VPCId: text(vpc, 'vpc_id'),
        SubnetIds: texts(vpc, 'subnet_ids'),
        SecurityGroupIds: texts(vpc, 'security_group_ids'),
      },
      EncryptionAtRestOptions: {
        Enabled: flag(rest, 'enabled') ?? false,
        KmsKeyId: text(rest, 'kms_key_id'),
      },
      AdvancedSecurityOptions: {
        Enabled: flag(security, 'enabled') ?? false,
        AnonymousAuthEnabled: flag(security, 'anonymous_auth_enabled') ?? false,
      },
    };
    return [answer(opensearch, 'describe-domains', { DomainStatusList: [status] }, DomainName)];
  };

export const searchConversions: Conversions = {
  aws_opensearch_domain: domain('aws_opensearch_domain_policy'),
  aws_opensearch_domain_policy: 'aws_opensearch_domain',
  aws_elasticsearch_domain: domain('aws_elasticsearch_domain_policy'),
  aws_elasticsearch_domain_policy: 'aws_elasticsearch_domain',
  aws_opensearchserverless_collection(values) {
    const id = text(values, 'id');
    const collection = {
      id,
      arn: text(values, 'arn'),
      name: text(values, 'name'),
      type: text(values, 'type'),
      kmsKeyArn: text(values, 'kms_key_arn'),
    };
    return id === undefined
      ? null
      : [answer(serverless, 'batch-get-collection', { collectionDetails: [collection] }, id)];
  },
};
