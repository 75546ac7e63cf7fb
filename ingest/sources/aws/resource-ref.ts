import { cleanUid, type Ref } from '../../../graph/claim.ts';
import type { NodeKind } from '../../../graph/schema/index.ts';
import { parseArn, type Arn } from './arn.ts';

/** A form of ARN, and the node that it stands for. */
interface Form {
  service: string;
  /** Matched against all that follows the account. */
  resource: RegExp;
  kind: NodeKind;
  /** What the resource becomes, with $1 from the pattern; default: as it is. */
  as?: string;
  /** True where AWS's own id is the uid, as for elements of a network. */
  bare?: true;
}

/**
 * Which node an ARN means (Service Authorization Reference, "Resource types defined by …"). Parts
 * of a resource (object, version, alias, session) mean the resource.
 */
const forms: readonly Form[] = [
  { service: 'bedrock', resource: /^(agent\/[^/]+)/, kind: 'Agent', as: '$1' },
  { service: 'bedrock', resource: /^agent-alias\/([^/]+)/, kind: 'Agent', as: 'agent/$1' },
  { service: 'bedrock', resource: /^(flow\/[^/]+)/, kind: 'Agent', as: '$1' },
  { service: 'bedrock', resource: /^(knowledge-base\/[^/]+)/, kind: 'KnowledgeBase', as: '$1' },
  { service: 'bedrock', resource: /^guardrail\/[^/]+/, kind: 'Guardrail' },
  { service: 'bedrock', resource: /^prompt\/[^/]+/, kind: 'PromptTemplate' },
  {
    service: 'bedrock',
    resource:
      /^(?:foundation-model|inference-profile|application-inference-profile|provisioned-model|custom-model-deployment|imported-model)\/.+/,
    kind: 'ModelEndpoint',
  },
  { service: 'bedrock', resource: /^custom-model\/.+/, kind: 'ModelArtifact' },
  { service: 'bedrock-agentcore', resource: /^(runtime\/[^/]+)/, kind: 'Agent', as: '$1' },
  { service: 'bedrock-agentcore', resource: /^(harness\/[^/]+)/, kind: 'Agent', as: '$1' },
  { service: 'bedrock-agentcore', resource: /^(gateway\/[^/]+)/, kind: 'McpServer', as: '$1' },
  { service: 'bedrock-agentcore', resource: /^(memory\/[^/]+)/, kind: 'MemoryStore', as: '$1' },
  {
    service: 'bedrock-agentcore',
    resource: /^(?:code-interpreter|browser)(?:-custom)?\/[^/]+/,
    kind: 'Workload',
  },
  { service: 'aoss', resource: /^collection\/.+/, kind: 'DataStore' },
  { service: 'bedrock', resource: /^model-customization-job\/.+/, kind: 'Workload' },
  {
    service: 'bedrock-agentcore',
    resource: /^workload-identity-directory\/.+/,
    kind: 'Identity',
  },
  { service: 'cognito-identity', resource: /^identitypool\/.+/, kind: 'IdentityProvider' },
  { service: 'cloudtrail', resource: /^trail\/.+/, kind: 'LogSink' },
  { service: 'dynamodb', resource: /^(table\/[^/]+)/, kind: 'DataStore', as: '$1' },
  { service: 'ec2', resource: /^instance\/.+/, kind: 'Workload' },
  {
    service: 'ec2',
    resource:
      /^(?:security-group|subnet|vpc|route-table|internet-gateway|network-acl|vpc-endpoint)\/(.+)/,
    kind: 'NetworkElement',
    bare: true,
  },
  { service: 'ecr', resource: /^repository\/.+/, kind: 'ContainerImage' },
  { service: 'ecs', resource: /^cluster\/.+/, kind: 'Cluster' },
  { service: 'ecs', resource: /^(?:service|task|task-definition)\/.+/, kind: 'Workload' },
  { service: 'eks', resource: /^(cluster\/[^/]+)/, kind: 'Cluster', as: '$1' },
  { service: 'eks', resource: /^nodegroup\/.+/, kind: 'Workload' },
  { service: 'es', resource: /^(domain\/[^/]+)/, kind: 'DataStore', as: '$1' },
  { service: 'events', resource: /^event-bus\/.+/, kind: 'DataStore' },
  { service: 'glue', resource: /^catalog$/, kind: 'DataStore' },
  { service: 'iam', resource: /^(?:user|role)\/.+|^root$/, kind: 'Identity' },
  { service: 'iam', resource: /^group\/.+/, kind: 'Group' },
  { service: 'iam', resource: /^policy\/.+/, kind: 'Policy' },
  { service: 'iam', resource: /^(?:oidc|saml)-provider\/.+/, kind: 'IdentityProvider' },
  { service: 'kms', resource: /^key\/.+/, kind: 'EncryptionKey' },
  { service: 'lambda', resource: /^(function:[^:]+)/, kind: 'Workload', as: '$1' },
  { service: 'qbusiness', resource: /^application\/[^/]+\/index\/[^/]+$/, kind: 'KnowledgeBase' },
  { service: 'qbusiness', resource: /^application\/[^/]+$/, kind: 'Agent' },
  { service: 'rds', resource: /^(?:db|cluster):.+/, kind: 'DataStore' },
  { service: 'redshift', resource: /^cluster:.+/, kind: 'DataStore' },
  { service: 's3', resource: /^(accesspoint\/[^/]+)/, kind: 'DataStore', as: '$1' },
  { service: 's3', resource: /^(?!accesspoint\/|job\/)([^/]+)/, kind: 'DataStore', as: '$1' },
  { service: 's3vectors', resource: /^bucket\/.+/, kind: 'DataStore' },
  { service: 'sagemaker', resource: /^endpoint\/.+/, kind: 'ModelEndpoint' },
  {
    service: 'sagemaker',
    resource:
      /^(?:notebook-instance|[a-z-]+-job|user-profile|domain|model|endpoint-config|pipeline)\/.+/,
    kind: 'Workload',
  },
  { service: 'secretsmanager', resource: /^secret:.+/, kind: 'Secret' },
  { service: 'sns', resource: /^[^:]+$/, kind: 'DataStore' },
  { service: 'sqs', resource: /^[^:]+$/, kind: 'DataStore' },
  { service: 'ssm', resource: /^parameter\/.+/, kind: 'Secret' },
  { service: 'sts', resource: /^assumed-role\/([^/]+)/, kind: 'Identity', as: 'role/$1' },
  { service: 'sts', resource: /^federated-user\/.+/, kind: 'Identity' },
];

const uidOf = ({ as, bare, resource }: Form, arn: Arn, text: string): string => {
  if (bare) return arn.resource.replace(resource, '$1');
  if (as === undefined) return text;
  const match = resource.exec(arn.resource);
  const named = as.replace('$1', match?.[1] ?? '');
  const service = arn.service === 'sts' ? 'iam' : arn.service;
  return `arn:${arn.partition}:${service}:${arn.region}:${arn.account}:${named}`;
};

/** The node that an ARN means; null where it is none that the graph knows. */
export function resourceRef(text: unknown): Ref | null {
  const arn = parseArn(text);
  if (!arn || typeof text !== 'string') return null;
  const form = forms.find((f) => f.service === arn.service && f.resource.test(arn.resource));
  return form ? { kind: form.kind, uid: cleanUid(uidOf(form, arn, text)) } : null;
}
