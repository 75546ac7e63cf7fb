/** Refusals that are right: of which records, with which reason, and why. */
export interface Explained {
  path: RegExp;
  reason: RegExp;
  why: string;
}

const unread = /^no source reads /;

/** Calls of a service that Cutset does not ask for, by a folder of `aws-api`. */
const calls = (service: string, operations: string, why: string): Explained => ({
  path: new RegExp(`/${service}/(${operations})(__|\\.json)`),
  reason: unread,
  why,
});

const tags = 'tags of one resource: the answer of the tagging API, which is read, holds all tags';
const elsewhere = 'a service that no combination speaks of: it is not among the formats';
const copies = 'backups and copies: not among the formats';
const runs = 'how something ran or was grouped: it opens no path';
const machines = 'sizes, prices and hosts of machines: they open no path';

const awsApi: Explained[] = [
  {
    path: /\/(bedrock|bedrock_agent|ecr|ecs|elbv2|lambda|opensearch|sagemaker|secretsmanager)\//,
    reason: /expected an ARN of|(Arn|arn|Id): Invalid input: expected string, received undefined$/,
    why: 'made-up samples with a word, or nothing, where AWS gives the ARN: nothing would tell one such resource from another',
  },
  {
    path: /\/qbusiness\/list-data-sources__foo_foo/,
    reason: /its path does not tell the index$/,
    why: 'the file name joins application and index by an underscore, and ids may hold one',
  },
  {
    path: /\/sns\/list-endpoints-by-platform-application__/,
    reason: /EndpointName: Invalid input/,
    why: 'mobile phones; it looks like a list of model endpoints, which it must not pass for',
  },
  calls('(athena|autoscaling|backup|cloudfront|cognito_idp|config|qapps)', '.*', elsewhere),
  calls('(cloudtrail|elb|elbv2)', 'list-tags|describe-tags', tags),
  calls('(kms|rds)', 'list-resource-tags|list-tags-for-resource', tags),
  calls('(sagemaker|sns|sqs)', 'list-tags|list-tags-for-resource|list-queue-tags', tags),
  calls('apigateway', 'get-deployments|get-domain-names', 'stages tell the address of an API'),
  calls('bedrock', '(get|list)-evaluation-jobs?', runs),
  calls('bedrock_agent', 'get-flow-version', 'the flow itself is read'),
  calls('cloudtrail', 'get-insight-selectors', 'event selectors tell what is logged'),
  calls('dynamodb', 'describe-continuous-backups|.*-global-tables?', copies),
  calls('ec2', 'describe-(snapshots|volumes|images)', copies),
  calls('ec2', 'describe-(hosts|instance-types|reserved-instances)', machines),
  calls(
    'ec2',
    'describe-(addresses|nat-gateways|vpc-peering-connections)',
    'not among the formats',
  ),
  calls('ec2', 'describe-(flow-logs|key-pairs|launch-template-versions)', 'not among the formats'),
  calls('ecr', 'get-lifecycle-policy', runs),
  calls('ecs', '.*-(capacity-providers|container-instances)', machines),
  calls('elb', 'describe-load-balancer-attributes', runs),
  calls('iam', 'generate-credential-report', 'says that a report was begun; the report is read'),
  calls('iam', 'list-(server-certificates|virtual-mfa-devices)', 'not among the formats'),
  calls('kms', 'get-key-rotation-status', 'rotation of a key stops nobody who may use it'),
  calls('qbusiness', 'list-(conversations|messages|documents|data-source-sync-jobs)', runs),
  calls('qbusiness', 'list-(retrievers|web-experiences)', 'not among the formats'),
  calls('rds', 'describe-db-(cluster-)?snapshot(s|-attributes)', copies),
  calls('(redshift|s3)', 'describe-logging-status|get-bucket-(logging|versioning)', runs),
  calls('sagemaker', '.*-(algorithms?|artifacts?|experiments|trials?|projects)', runs),
  calls('sagemaker', 'describe-pipeline', 'the list of pipelines is read'),
  calls('sagemaker', '.*-(images?|apps|code-repositories|workteams)', 'not among the formats'),
  calls('sagemaker', '.*-(compilation|edge-packaging)-jobs?', runs),
  calls('sagemaker', '.*-labeling-jobs?', 'people who label: no model is trained or served'),
  calls('sagemaker', '.*-inference-recommendations-jobs?', runs),
  calls('sns', '(get|list)-platform-application.*|get-subscription-attributes', 'mobile phones'),
  calls('ssm', '.*-document.*|list-.*compliance.*', 'parameters are read; documents are not'),
];

const cartography: Explained[] = [
  {
    path: /aws\.(apigateway|bedrock|cloudtrail_management_events|ec2\.load_balancer_v2s|identitycenter)\.json/,
    reason: /^no source reads a (string|number)/,
    why: 'a constant of the test code: a name, a number, a policy escaped twice',
  },
  {
    path: /aws\.(apigateway|s3)\.json/,
    reason: /^no source reads a list/,
    why: 'pairs that its collector makes, not an answer',
  },
  {
    path: /aws\.apigateway\.json/,
    reason: /^no source reads an object with (arn|clientCertificateId|authorizationType|type|id), /,
    why: 'items to which its collector added ids, and no answer',
  },
  {
    path: /aws\.apigateway\.json/,
    reason: /its path does not tell the API$/,
    why: 'resources of one API, of which only a path tells which',
  },
  {
    path: /aws\.(cloudtrail_management_events|identitycenter)\.json/,
    reason: /^no source reads an object with (UserName|DisplayName|InstanceArn|Name|UserId), /,
    why: 'Identity Center: not among the formats',
  },
  {
    path: /aws\.cloudtrail_management_events\.json/,
    reason: /^no source reads an object with EventName, EventTime, UserIdentity/,
    why: 'events cut down to a few fields: without source and id they are none of the three shapes',
  },
  {
    path: /aws\.cognito\.json/,
    reason: /^no source reads an object with Id, Name, LambdaConfig/,
    why: 'user pools: only identity pools hand out credentials',
  },
  {
    path: /aws\.ecs\.json/,
    reason: /^no source reads an object with (containerInstanceArn|attachments), /,
    why: 'container instances, which are not read; and tasks that no answer holds together',
  },
  {
    path: /aws\.guardduty\.json/,
    reason: /^no source reads an object with id, (arn|findingpublishingfrequency), /,
    why: 'what its own transformation gives, in names that AWS does not use',
  },
  {
    path: /aws\.guardduty\.json/,
    reason: /^finding sample-finding-.*: accountId: /,
    why: 'findings cut down to a few fields; a finding always names its account',
  },
  {
    path: /aws\.s3\.json/,
    reason:
      /^no source reads an object with (bucket|bucket-1|Policy|TopicConfigurations|LoggingEnabled|no keys)/,
    why: 'answers about one bucket, of which only a path tells which; or keyed by its collector',
  },
  {
    path: /aws\.s3\.json/,
    reason: /^no source reads an object with (TopicArn|Attributes)/,
    why: 'topics with fields joined by its collector; attributes of which only a path tells whose',
  },
  {
    path: /aws\.secretsmanager\.json/,
    reason: /^no source reads an object with ARN, SecretId/,
    why: 'versions of secrets, joined by its collector',
  },
];

const accounts: Explained[] = [
  { path: /\/expected\.json$/, reason: unread, why: 'what is documented of the account' },
  {
    path: /cloudmapper-demo-\d+\/(us-east-1\/ec2-)?describe-(regions|availability-zones)\.json$/,
    reason: unread,
    why: 'regions and zones that there are: they hold nothing',
  },
  {
    path: /\/ec2-describe-(snapshots|vpc-peering-connections)\.json$/,
    reason: unread,
    why: 'not among the formats',
  },
  { path: /load-balancer-attributes\//, reason: unread, why: runs },
  { path: /service-last-accessed-details\//, reason: unread, why: 'not among the formats' },
  { path: /iam-get-account-summary\.json$/, reason: unread, why: 'counts' },
  {
    path: /(accessanalyzer|accessanalzyer-list-analyzers|kafka-list-clusters|redshift-describe-cluster-subnet-groups)/,
    reason: unread,
    why: 'not among the formats',
  },
  { path: /\/route53-list-hosted-zones-by-vpc\//, reason: unread, why: elsewhere },
];

const notRecords = 'JSON Schema of an answer, and no answer';

/** Right refusals by folder. */
export const refusals = {
  'formats/aws-iam': [],
  'formats/aws-api': awsApi,
  'formats/aws-api-schemas': [{ path: /\.schema\.json$/, reason: unread, why: notRecords }],
  'formats/cartography-json': cartography,
  'formats/aws-events': [
    {
      path: /^panther-tests\/.*\.jsonl$/,
      reason: /^no source reads an object with ruleId, /,
      why: 'tests of detection rules: the record lies within, wrapped as nobody sends it',
    },
  ],
  'formats/otlp': [],
  'formats/invictus-123837392027': [
    { path: /\/notes\.json$/, reason: unread, why: 'what is documented of the account' },
  ],
  accounts,
} satisfies Record<string, Explained[]>;

/** Files that are read and hold nothing that the graph keeps, by folder. */
export const silent: Partial<Record<keyof typeof refusals, [path: RegExp, why: string][]>> = {
  'formats/aws-api': [
    [/guardduty\/list-(detectors|findings)/, 'ids alone: findings are read from get-findings'],
  ],
  'formats/aws-events': [
    [/ec2-share-ebs-snapshot\/config\/terraform-show\.json$/, 'a volume and its snapshot alone'],
  ],
  'formats/otlp': [[/_otlp-envelope-(logs|trace)\.json$/, 'samples of the envelope, no AI in it']],
  'formats/invictus-123837392027': [[/config-at-.*\.json$/, 'empty lists']],
  accounts: [
    [/(guardduty-list-detectors|iam-list-saml-providers)\.json$/, 'empty lists'],
    [
      /iam-get-service-last-accessed-details\/[0-9a-f-]+$/,
      'reports by the ids of their jobs alone: whose they are is unresolved',
    ],
  ],
};
