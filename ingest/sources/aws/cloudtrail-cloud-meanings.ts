import { textsAt, type TrailEvent } from './cloudtrail-event.ts';
import { of, type Meaning } from './cloudtrail-meaning.ts';
import { accountItself, either, listed, named } from './cloudtrail-target.ts';

const bucket = named('requestParameters.bucketName', 's3', '{}');
const secret = either(
  named('requestParameters.secretId', 'secretsmanager'),
  named('requestParameters.encryptionContext.SecretARN'),
);
const parameter = either(
  listed(),
  named('requestParameters.name', 'ssm', 'parameter/{}'),
  named('requestParameters.names.[]', 'ssm', 'parameter/{}'),
);
const table = either(listed(), named('requestParameters.tableName', 'dynamodb', 'table/{}'));
const lambda = named('requestParameters.functionName', 'lambda', 'function:{}');
const instances = either(
  named('requestParameters.instanceIds.[]', 'ec2', 'instance/{}'),
  named('requestParameters.instanceId', 'ec2', 'instance/{}'),
  named('requestParameters.target', 'ec2', 'instance/{}'),
);
const role = either(
  named('requestParameters.roleArn'),
  named('requestParameters.roleName', 'iam', 'role/{}'),
);
const user = named('requestParameters.userName', 'iam', 'user/{}');
const trail = named('requestParameters.name', 'cloudtrail', 'trail/{}');
const encrypted = either(
  named('requestParameters.encryptionContext.SecretARN'),
  named('requestParameters.encryptionContext.PARAMETER_ARN'),
  named('requestParameters.encryptionContext.aws:s3:arn'),
);

/** Long-term Bedrock API keys belong to users that the console names so. */
const isKeyUser = (event: TrailEvent) =>
  textsAt(event, 'requestParameters.userName').some((name) => name.startsWith('BedrockAPIKey-'));

/** Events about identities, data, code and the trail itself. */
export const cloudMeanings: readonly Meaning[] = [
  // Identities and their keys.
  { actions: of('sts', 'AssumeRole'), edge: 'CAN_ASSUME', target: role },
  { actions: of('sts', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'), target: role },
  { actions: of('sts', 'GetSessionToken'), target: accountItself },
  {
    actions: of('iam', 'CreateServiceSpecificCredential'),
    target: user,
    signal: (event) =>
      textsAt(event, 'requestParameters.serviceName').includes('bedrock.amazonaws.com')
        ? 'keys'
        : 'privilege',
  },
  {
    actions: of('iam', 'CreateUser'),
    target: user,
    signal: (event) => (isKeyUser(event) ? 'keys' : null),
  },
  {
    actions: of('iam', 'CreateAccessKey'),
    target: either(user, listed()),
    signal: (event) => (isKeyUser(event) ? 'keys' : 'privilege'),
  },
  {
    actions: of(
      'iam',
      'AttachUserPolicy',
      'PutUserPolicy',
      'CreateLoginProfile',
      'UpdateLoginProfile',
      'AddUserToGroup',
    ),
    target: user,
    signal: 'privilege',
  },
  {
    actions: of('iam', 'AttachRolePolicy', 'PutRolePolicy', 'UpdateAssumeRolePolicy'),
    target: role,
    signal: 'privilege',
  },
  {
    actions: of('iam', 'CreatePolicyVersion', 'SetDefaultPolicyVersion'),
    target: named('requestParameters.policyArn'),
    signal: 'privilege',
  },
  { actions: of('sts', 'GetFederationToken'), target: accountItself, signal: 'privilege' },
  // Data.
  {
    actions: of('s3', 'GetObject', 'SelectObjectContent', 'GetObjectTorrent'),
    edge: 'CAN_READ',
    target: bucket,
  },
  {
    actions: of('s3', 'PutObject', 'CopyObject', 'CompleteMultipartUpload', 'UploadPart'),
    edge: 'CAN_WRITE',
    target: bucket,
  },
  { actions: of('s3', 'DeleteObject', 'DeleteObjects'), edge: 'CAN_DELETE', target: bucket },
  {
    actions: of('secretsmanager', 'GetSecretValue', 'BatchGetSecretValue'),
    edge: 'CAN_READ',
    target: secret,
  },
  {
    actions: of('secretsmanager', 'PutSecretValue', 'UpdateSecret'),
    edge: 'CAN_WRITE',
    target: secret,
  },
  { actions: of('secretsmanager', 'DeleteSecret'), edge: 'CAN_DELETE', target: secret },
  {
    actions: of(
      'ssm',
      'GetParameter',
      'GetParameters',
      'GetParametersByPath',
      'GetParameterHistory',
    ),
    edge: 'CAN_READ',
    target: parameter,
  },
  { actions: of('ssm', 'PutParameter'), edge: 'CAN_WRITE', target: parameter },
  {
    actions: of('ssm', 'DeleteParameter', 'DeleteParameters'),
    edge: 'CAN_DELETE',
    target: parameter,
  },
  {
    actions: of('dynamodb', 'GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'),
    edge: 'CAN_READ',
    target: table,
  },
  {
    actions: of('dynamodb', 'PutItem', 'UpdateItem', 'BatchWriteItem', 'TransactWriteItems'),
    edge: 'CAN_WRITE',
    target: table,
  },
  { actions: of('dynamodb', 'DeleteItem'), edge: 'CAN_DELETE', target: table },
  // The context of an encryption names what was read or written.
  { actions: of('kms', 'Decrypt'), edge: 'CAN_READ', target: encrypted },
  {
    actions: of('kms', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'),
    edge: 'CAN_WRITE',
    target: encrypted,
  },
  // Code.
  { actions: of('lambda', 'UpdateFunctionCode'), edge: 'CAN_EXECUTE_ON', target: lambda },
  { actions: of('ssm', 'SendCommand', 'StartSession'), edge: 'CAN_EXECUTE_ON', target: instances },
  {
    actions: of('ec2-instance-connect', 'SendSSHPublicKey', 'SendSerialConsoleSSHPublicKey'),
    edge: 'CAN_EXECUTE_ON',
    target: instances,
  },
  {
    actions: of('ec2', 'ModifyInstanceAttribute'),
    edge: 'CAN_EXECUTE_ON',
    target: instances,
    only: 'requestParameters.userData',
  },
  {
    actions: of('sagemaker', 'CreatePresignedNotebookInstanceUrl'),
    edge: 'CAN_EXECUTE_ON',
    target: named('requestParameters.notebookInstanceName', 'sagemaker', 'notebook-instance/{}'),
  },
  // Data and code opened to others.
  {
    actions: of('s3', 'PutBucketPolicy', 'PutBucketAcl', 'DeleteBucketPublicAccessBlock'),
    target: bucket,
    signal: 'exposure',
  },
  { actions: of('lambda', 'AddPermission'), target: lambda, signal: 'exposure' },
  {
    actions: [
      ...of('ec2', 'ModifySnapshotAttribute', 'ModifyImageAttribute'),
      ...of('rds', 'ModifyDBSnapshotAttribute'),
    ],
    target: accountItself,
    signal: 'exposure',
  },
  { actions: of('secretsmanager', 'PutResourcePolicy'), target: secret, signal: 'exposure' },
  {
    actions: of('kms', 'PutKeyPolicy', 'CreateGrant'),
    target: either(named('requestParameters.keyId', 'kms', 'key/{}'), listed()),
    signal: 'exposure',
  },
  {
    actions: of('ec2', 'AuthorizeSecurityGroupIngress'),
    target: named('requestParameters.groupId', 'ec2', 'security-group/{}'),
    signal: 'exposure',
  },
  // The trail.
  {
    actions: of('cloudtrail', 'StopLogging', 'DeleteTrail', 'UpdateTrail'),
    edge: 'CAN_BLIND',
    target: trail,
    signal: 'blind',
  },
  {
    actions: of('cloudtrail', 'PutEventSelectors'),
    edge: 'CAN_BLIND',
    target: named('requestParameters.trailName', 'cloudtrail', 'trail/{}'),
    signal: 'blind',
  },
];
