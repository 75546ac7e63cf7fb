import type { Node } from '../../entity.ts';
import { embedded, type AppliedPolicy } from './applied-policy.ts';
import { accessPointOf, behindPoint, byNoPoint } from './access-point.ts';
import { accountIn, isAccountId, parseArn } from './arn.ts';
import { aclPolicy } from './bucket-acl.ts';
import type { Given } from './context.ts';
import type { Facts } from './facts.ts';
import { tagsOf } from './identity-policies.ts';
import { grantPolicy } from './key-grants.ts';
import type { AccountFacts } from './organization.ts';
import { isPublicPolicy } from './public-policy.ts';

/** What a request is about. */
export interface Target {
  arn: string;
  service: string;
  /** Node that stands for the resource, or for what it is part of. */
  node: Node | undefined;
  /** Undefined where nothing says who owns it. */
  account: AccountFacts | undefined;
  region: string | undefined;
  tags: Readonly<Record<string, string>> | undefined;
  /** Policies that the resource itself carries. */
  policies: readonly AppliedPolicy[];
  /** True where nobody is allowed whom the resource's own policy does not name: roles and keys. */
  explicit: boolean;
  /** True where S3 ignores what the policy says to others than services and its own account. */
  restricted: boolean;
  /** A policy that must exist and was not collected; null where there is none. */
  missing: string | null;
  /** Keys that a request to it carries, or does not. */
  given?: Given;
  /** Behind an access point: the bucket, which must let the request in as well. */
  behind?: (arn: string) => Target;
  /** The VPC that alone it lets in. */
  vpc?: string | null;
}

const flag = (block: unknown, name: string): boolean =>
  block !== null && typeof block === 'object' && (block as Record<string, unknown>)[name] === true;

function bucketPolicies({ uid, props }: Node, account: AccountFacts | undefined) {
  const { policy, acl, publicAccessBlock, objectOwnership } = props;
  const set = (name: string) =>
    flag(publicAccessBlock, name) || flag(account?.publicAccessBlock, name);
  const own = policy === undefined ? [] : [embedded(uid, 'policy', 'resource', policy)];
  const open =
    objectOwnership === 'BucketOwnerEnforced' || set('IgnorePublicAcls')
      ? null
      : aclPolicy(acl, uid);
  return {
    policies: open === null ? own : [...own, embedded(uid, 'acl', 'resource', open)],
    restricted:
      set('RestrictPublicBuckets') && own.some(({ document }) => isPublicPolicy(document)),
  };
}

function keyPolicies({ uid, props }: Node): Partial<Target> {
  const { policy, grants, aliases } = props;
  const open = grantPolicy(grants, uid);
  return {
    policies: [
      ...(policy === undefined ? [] : [embedded(uid, 'policy', 'resource', policy)]),
      ...(open === null ? [] : [embedded(uid, 'grants', 'resource', open)]),
    ],
    explicit: true,
    missing: policy === undefined ? `policy of ${uid}` : null,
    ...(Array.isArray(aliases) && { given: { 'kms:ResourceAliases': aliases.map(String) } }),
  };
}

/**
 * The root user of an account, as whom an account that manages the organisation's root access acts for
 * single tasks (AWS STS API Reference, "AssumeRoot"). Nothing collected says whether that is turned on.
 */
const ofRoot = { policies: [], explicit: true, missing: 'central root access' };

function trust({ uid, props, stub }: Node) {
  const known = !stub && props['trust'] !== undefined;
  return {
    policies: known ? [embedded(uid, 'trust', 'trust', props['trust'])] : [],
    explicit: true,
    missing: known ? null : `trust policy of ${uid}`,
  };
}

/** Policies of the node that count for actions of a service. */
function carried(node: Node, service: string, account: AccountFacts | undefined): Partial<Target> {
  const own = parseArn(node.uid)?.service;
  if (node.kind === 'Identity') return service === 'sts' ? trust(node) : {};
  if (own !== service && !(own === 'apigateway' && service === 'execute-api')) return {};
  if (service === 's3') return bucketPolicies(node, account);
  if (service === 'kms') return keyPolicies(node);
  const { policy } = node.props;
  return policy === undefined
    ? {}
    : { policies: [embedded(node.uid, 'policy', 'resource', policy)] };
}

/** What an access point adds to its own policy: all that the bucket behind it says. */
function pointed(facts: Facts, node: Node): Partial<Target> {
  const point = accessPointOf(node);
  if (!point) return facts.hasAccessPoint(node.uid) ? { given: byNoPoint } : {};
  const { bucket, bucketAccount, vpc, given } = point;
  const behind = (arn: string) => {
    const target = targetOf(facts, 's3', behindPoint(arn, bucket), facts.view.node(bucket));
    return { ...target, account: target.account ?? facts.account(bucketAccount) };
  };
  return { behind, vpc, given };
}

/** The owner: in the ARN, else as collected, else the caller's account for what AWS owns. */
function ownerOf(arn: string, node: Node | undefined): string | null {
  const own = node?.props['account'];
  return accountIn(arn) ?? (typeof own === 'string' && isAccountId(own) ? own : null);
}

/**
 * Services that every call to which goes to one region, and that region by partition (IAM User Guide,
 * "aws:RequestedRegion" and "Denies access to AWS based on the requested Region").
 */
const global = new Set(['cloudfront', 'iam', 'organizations', 'route53', 'support']);
const onlyRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

function regionOf(service: string, arn: string, node: Node | undefined): string | undefined {
  const { region, partition = 'aws' } = parseArn(arn) ?? {};
  if (global.has(service)) return onlyRegions[partition];
  const known = region || node?.props['region'];
  return typeof known === 'string' ? known : undefined;
}

/** The target of an action of a service on an ARN, or on `*`, that a node stands for. */
export function targetOf(
  facts: Facts,
  service: string,
  arn: string,
  node: Node | undefined,
): Target {
  const owner = ownerOf(arn, node);
  const account = owner === null ? undefined : facts.account(owner);
  const tags = node?.kind === 'Identity' ? tagsOf(node) : node?.props['tags'];
  const needsPolicy = service === 'kms' && /^arn:[^:]+:kms:[^:]*:\d{12}:key\//.test(arn);
  return {
    arn,
    service,
    node,
    account,
    region: regionOf(service, arn, node),
    tags: tags as Target['tags'],
    policies: [],
    explicit: needsPolicy,
    restricted: false,
    missing: needsPolicy ? `policy of ${arn}` : null,
    ...(node && carried(node, service, account)),
    ...(node && service === 's3' && pointed(facts, node)),
    ...(service === 'sts' && arn.endsWith(':root') && ofRoot),
  };
}

/** Forms of resources that are parts of another (Service Authorization Reference, "Resource types"). */
const parts: readonly { service: string; part: RegExp; whole: string }[] = [
  { service: 's3', part: /^(accesspoint\/[^/]+)\/.*$/s, whole: '$1' },
  { service: 's3', part: /^([^/]+)\/.*$/s, whole: '$1' },
  {
    service: 'glue',
    part: /^(?:database|table|userDefinedFunction|connection|catalog)\/.*$/s,
    whole: 'catalog',
  },
  { service: 'dynamodb', part: /^(table\/[^/]+)\/index\/.*$/s, whole: '$1' },
  { service: 'lambda', part: /^(function:[^:]+):.*$/s, whole: '$1' },
  { service: 'bedrock', part: /^agent-alias\/([^/]+)\/.*$/s, whole: 'agent/$1' },
  { service: 'bedrock', part: /^(flow\/[^/]+)\/.*$/s, whole: '$1' },
  { service: 'es', part: /^(domain\/[^/]+)\/.*$/s, whole: '$1' },
  { service: 'logs', part: /^(log-group:[^:]+):.*$/s, whole: '$1' },
  { service: 'bedrock-agentcore', part: /^(runtime\/[^/]+)\/.*$/s, whole: '$1' },
];

/** The node for an ARN: its own, or that of the bucket, table, function or agent that it is part of. */
export function nodeOf(facts: Facts, arn: string): Node | undefined {
  const own = facts.view.node(arn);
  const parsed = parseArn(arn);
  if (own || !parsed) return own;
  const { partition, service, region, resource } = parsed;
  if (service === 'execute-api')
    return facts.view.node(
      `arn:${partition}:apigateway:${region}::/restapis/${resource.split('/')[0] ?? ''}`,
    );
  const form = parts.find((p) => p.service === service && p.part.test(resource));
  if (!form) return undefined;
  const head = arn.slice(0, arn.length - resource.length);
  return facts.view.node(`${head}${resource.replace(form.part, form.whole)}`);
}
