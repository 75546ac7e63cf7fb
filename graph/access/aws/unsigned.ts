/**
 * Services that take requests without credentials where a policy lets everyone in (IAM User Guide,
 * "Principal key values": Amazon S3, SQS and SNS), and those that have doors of their own for them:
 * APIs, search domains, agents behind OAuth, VPC Lattice, MediaStore, AppSync and Cognito.
 */
const services = new Set([
  'appsync',
  'bedrock-agentcore',
  'cognito-identity',
  'cognito-idp',
  'es',
  'execute-api',
  'mediastore',
  's3',
  'sns',
  'sqs',
  'vpc-lattice-svcs',
]);

/** Single actions of other services: by a function URL, and with a token in place of credentials. */
const actions = new Set([
  'lambda:invokefunction',
  'lambda:invokefunctionurl',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
]);

/** Whether a request for an action, given in lower case, need not be signed. */
export const takesUnsigned = (action: string): boolean =>
  actions.has(action) || services.has(action.split(':')[0] ?? '');
