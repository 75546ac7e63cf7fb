import dynamodb from '../aws/dynamodb.ts';
import kms from '../aws/kms.ts';
import rds from '../aws/rds.ts';
import secretsmanager from '../aws/secretsmanager.ts';
import sns from '../aws/sns.ts';
import sqs from '../aws/sqs.ts';
import ssm from '../aws/ssm.ts';
import { answer, together, type Conversions } from './conversion.ts';
import type { State } from './state.ts';
import { block, flag, map, number, tags, text, texts, type Values } from './values.ts';

const securityGroups = (values: Values) =>
  texts(values, 'vpc_security_group_ids').map((VpcSecurityGroupId) => ({ VpcSecurityGroupId }));

/** What instances and clusters have in common. */
const database = (values: Values) => ({
  Engine: text(values, 'engine') ?? 'unknown',
  StorageEncrypted: flag(values, 'storage_encrypted'),
  KmsKeyId: text(values, 'kms_key_id'),
  IAMDatabaseAuthenticationEnabled: flag(values, 'iam_database_authentication_enabled'),
  VpcSecurityGroups: securityGroups(values),
});

const subnetGroup = (values: Values, state: State) => {
  const group = state.find('aws_db_subnet_group', 'name', text(values, 'db_subnet_group_name'));
  return (
    group && {
      DBSubnetGroup: {
        VpcId: text(group, 'vpc_id'),
        Subnets: texts(group, 'subnet_ids').map((SubnetIdentifier) => ({ SubnetIdentifier })),
      },
    }
  );
};

/** A resource policy in a resource of its own, else that of the resource itself. */
const policyOf = (type: string, key: string, values: Values, state: State) =>
  text(state.referring(type, key, values)[0], 'policy') ?? text(values, 'policy');

export const storeConversions: Conversions = {
  aws_dynamodb_table(values, state) {
    const TableName = text(values, 'name') ?? '';
    const TableArn = state.arn(values, 'dynamodb', `table/${TableName}`);
    if (TableArn === null) return null;
    const sse = block(values, 'server_side_encryption');
    const Tags = tags(values);
    const Table = {
      TableName,
      TableArn,
      ...(flag(sse, 'enabled') && {
        SSEDescription: { SSEType: 'KMS', KMSMasterKeyArn: text(sse, 'kms_key_arn') },
      }),
    };
    return [
      answer(dynamodb, 'describe-table', { Table }, TableName),
      ...(Tags ? [answer(dynamodb, 'list-tags-of-resource', { Tags }, TableArn)] : []),
    ];
  },
  aws_dynamodb_resource_policy(values) {
    const arn = text(values, 'resource_arn');
    const Policy = text(values, 'policy');
    return arn === undefined || Policy === undefined
      ? null
      : [answer(dynamodb, 'get-resource-policy', { Policy }, arn)];
  },
  aws_db_instance(values, state) {
    const DBInstanceIdentifier = text(values, 'identifier') ?? text(values, 'id');
    if (DBInstanceIdentifier === undefined) return null;
    const instance = {
      ...database(values),
      ...subnetGroup(values, state),
      DBInstanceIdentifier,
      DBInstanceArn: text(values, 'arn'),
      PubliclyAccessible: flag(values, 'publicly_accessible') ?? false,
      Endpoint: { Address: text(values, 'address'), Port: number(values, 'port') },
    };
    return [answer(rds, 'describe-db-instances', { DBInstances: [instance] })];
  },
  aws_db_subnet_group: 'aws_db_instance',
  aws_rds_cluster(values, state) {
    const DBClusterIdentifier = text(values, 'cluster_identifier') ?? '';
    const DBClusterArn = state.arn(values, 'rds', `cluster:${DBClusterIdentifier}`);
    if (DBClusterArn === null) return null;
    const cluster = {
      ...database(values),
      DBClusterIdentifier,
      DBClusterArn,
      HttpEndpointEnabled: flag(values, 'enable_http_endpoint'),
      Endpoint: text(values, 'endpoint'),
      Port: number(values, 'port'),
    };
    return [answer(rds, 'describe-db-clusters', { DBClusters: [cluster] })];
  },
  aws_secretsmanager_secret(values, state) {
    const ARN = text(values, 'arn');
    if (ARN === undefined) return null;
    const secret = {
      ARN,
      Name: text(values, 'name'),
      KmsKeyId: text(values, 'kms_key_id'),
      RotationEnabled:
        state.referring('aws_secretsmanager_secret_rotation', 'secret_id', values).length > 0,
      Tags: tags(values),
    };
    const ResourcePolicy = policyOf(
      'aws_secretsmanager_secret_policy',
      'secret_arn',
      values,
      state,
    );
    return [
      answer(secretsmanager, 'list-secrets', { SecretList: [secret] }),
      ...(ResourcePolicy
        ? [answer(secretsmanager, 'get-resource-policy', { ARN, ResourcePolicy }, ARN)]
        : []),
    ];
  },
  aws_secretsmanager_secret_version: 'aws_secretsmanager_secret',
  aws_secretsmanager_secret_rotation: 'aws_secretsmanager_secret',
  aws_secretsmanager_secret_policy: 'aws_secretsmanager_secret',
  aws_ssm_parameter(values, state) {
    const Name = text(values, 'name') ?? '';
    const ARN = state.arn(values, 'ssm', `parameter/${Name.replace(/^\//, '')}`);
    const item = { Name, ARN, Type: text(values, 'type'), KeyId: text(values, 'key_id') };
    return ARN === null ? null : [answer(ssm, 'describe-parameters', { Parameters: [item] })];
  },
  aws_sqs_queue(values, state) {
    const QueueArn = state.arn(values, 'sqs', text(values, 'name') ?? '');
    const url = text(values, 'url') ?? text(values, 'id') ?? '';
    if (QueueArn === null) return null;
    const Attributes = {
      QueueArn,
      Policy: policyOf('aws_sqs_queue_policy', 'queue_url', values, state),
      KmsMasterKeyId: text(values, 'kms_master_key_id'),
      SqsManagedSseEnabled: String(flag(values, 'sqs_managed_sse_enabled') ?? false),
    };
    return [answer(sqs, 'get-queue-attributes', { Attributes }, url)];
  },
  aws_sqs_queue_policy: 'aws_sqs_queue',
  aws_sns_topic(values, state) {
    const TopicArn = state.arn(values, 'sns', text(values, 'name') ?? '');
    if (TopicArn === null) return null;
    const Attributes = {
      TopicArn,
      Policy: policyOf('aws_sns_topic_policy', 'arn', values, state),
      KmsMasterKeyId: text(values, 'kms_master_key_id'),
    };
    return [answer(sns, 'get-topic-attributes', { Attributes }, TopicArn)];
  },
  aws_sns_topic_policy: 'aws_sns_topic',
  aws_sns_topic_subscription(values) {
    const subscription = {
      SubscriptionArn: text(values, 'arn'),
      TopicArn: text(values, 'topic_arn'),
      Protocol: text(values, 'protocol'),
      Endpoint: text(values, 'endpoint'),
    };
    return subscription.SubscriptionArn === undefined
      ? null
      : [answer(sns, 'list-subscriptions', { Subscriptions: [subscription] })];
  },
  aws_kms_key(values, state) {
    const Arn = text(values, 'arn');
    const KeyId = text(values, 'key_id') ?? '';
    if (Arn === undefined) return null;
    const Policy = policyOf('aws_kms_key_policy', 'key_id', values, state);
    const KeyState = flag(values, 'is_enabled') === false ? 'Disabled' : 'Enabled';
    const KeyMetadata = {
      Arn,
      KeyId,
      KeyManager: 'CUSTOMER',
      KeyState,
      KeySpec: text(values, 'customer_master_key_spec'),
      Origin: 'AWS_KMS',
    };
    return [
      answer(kms, 'describe-key', { KeyMetadata }, KeyId),
      ...(Policy ? [answer(kms, 'get-key-policy', { Policy }, KeyId)] : []),
    ];
  },
  aws_kms_key_policy: 'aws_kms_key',
  // The grants of a key are one answer.
  aws_kms_grant: together(
    'aws_kms_grant',
    (values) => text(values, 'key_id'),
    (grants, values) => {
      const KeyId = text(values, 'key_id');
      if (KeyId === undefined) return null;
      const Grants = grants.map((grant) => ({
        KeyId,
        GrantId: text(grant, 'grant_id') ?? '',
        Name: text(grant, 'name'),
        GranteePrincipal: text(grant, 'grantee_principal'),
        RetiringPrincipal: text(grant, 'retiring_principal'),
        Operations: texts(grant, 'operations'),
        Constraints: {
          EncryptionContextEquals: map(block(grant, 'constraints'), 'encryption_context_equals'),
          EncryptionContextSubset: map(block(grant, 'constraints'), 'encryption_context_subset'),
        },
      }));
      return [answer(kms, 'list-grants', { Grants }, KeyId)];
    },
  ),
  aws_kms_alias(values) {
    const AliasArn = text(values, 'arn');
    const alias = {
      AliasArn,
      AliasName: text(values, 'name'),
      TargetKeyId: text(values, 'target_key_id'),
    };
    return AliasArn === undefined ? null : [answer(kms, 'list-aliases', { Aliases: [alias] })];
  },
};
