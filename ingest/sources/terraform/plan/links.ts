/** What an argument takes of a thing of a type, in a form of its own where it has one. */
interface Link {
  /** The attribute that it takes, where the plan does not tell which is referred to. */
  attribute: string;
  /** The form of its value; `{}` stands for the attribute. */
  form?: string;
}

/** Things that an argument can refer to, by type; `*` stands for all others. */
export type Links = Readonly<Record<string, Link>>;

const to = (attribute: string, ...types: string[]): Links =>
  Object.fromEntries(types.map((type) => [type, { attribute }]));

const role = to('arn', 'aws_iam_role');
const roleName = to('name', 'aws_iam_role');
const functionArn = to('arn', 'aws_lambda_function', 'aws_lambda_alias');
const invoked = to('invoke_arn', 'aws_lambda_function', 'aws_lambda_alias');
const bucket = to('id', 'aws_s3_bucket');
const group = to('id', 'aws_security_group', 'aws_default_security_group');
const subnet = to('id', 'aws_subnet', 'aws_default_subnet');
const key = to('arn', 'aws_kms_key', 'aws_kms_alias');
const secret = to('arn', 'aws_secretsmanager_secret');
const targetGroup = to('arn', 'aws_lb_target_group', 'aws_alb_target_group');
const agent = to('agent_id', 'aws_bedrockagent_agent');
const queue = to('arn', 'aws_sqs_queue');
const topic = to('arn', 'aws_sns_topic');
const table = to('name', 'aws_dynamodb_table');
const http = to('id', 'aws_apigatewayv2_api');
const rest = to('id', 'aws_api_gateway_rest_api');
const guardrail = to('guardrail_id', 'aws_bedrock_guardrail');
const vpc = to('id', 'aws_vpc', 'aws_default_vpc');
const collection = to('arn', 'aws_opensearchserverless_collection');
const policy = to('arn', 'aws_iam_policy');
const agentcoreGateway = to('gateway_id', 'aws_bedrockagentcore_gateway');
/** An API calls by any of its stages, methods and paths. */
const anyCall = { attribute: 'execution_arn', form: '{}/*' };

/**
 * Arguments that take what another thing is called, and nothing else: a text in which that is only
 * a part would not be valid there (Terraform AWS provider, argument reference).
 */
const byArgument: Readonly<Record<string, Links>> = {
  agent_id: agent,
  agent_resource_role_arn: role,
  api_id: http,
  authorizer_id: to('id', 'aws_api_gateway_authorizer', 'aws_apigatewayv2_authorizer'),
  authorizer_uri: invoked,
  bucket,
  bucket_arn: to('arn', 'aws_s3_bucket'),
  cluster: to('arn', 'aws_ecs_cluster'),
  cluster_name: to('name', 'aws_eks_cluster'),
  collection_arn: collection,
  connection_id: to('id', 'aws_api_gateway_vpc_link'),
  customer_encryption_key_arn: key,
  db_subnet_group_name: to('name', 'aws_db_subnet_group'),
  domain_id: to('id', 'aws_sagemaker_domain'),
  event_source_arn: { ...queue, ...to('stream_arn', 'aws_dynamodb_table') },
  execution_role: role,
  execution_role_arn: role,
  function_arn: functionArn,
  function_name: to('function_name', 'aws_lambda_function'),
  gateway_id: to('id', 'aws_internet_gateway'),
  gateway_identifier: agentcoreGateway,
  grantee_principal: to('arn', 'aws_iam_role', 'aws_iam_user'),
  group: to('name', 'aws_iam_group'),
  groups: to('name', 'aws_iam_group'),
  guardrail_identifier: guardrail,
  iam_instance_profile: to('name', 'aws_iam_instance_profile'),
  identity_pool_id: to('id', 'aws_cognito_identity_pool'),
  instance_profile: to('name', 'aws_iam_instance_profile'),
  integration_uri: { ...invoked, ...to('arn', 'aws_lb_listener', 'aws_alb_listener') },
  internet_gateway_id: to('id', 'aws_internet_gateway'),
  key_arn: key,
  key_id: { ...to('key_id', 'aws_kms_key'), ...to('arn', 'aws_kms_alias') },
  kms_key_arn: key,
  kms_key_id: key,
  kms_master_key_id: key,
  knowledge_base_id: to('id', 'aws_bedrockagent_knowledge_base'),
  lambda: functionArn,
  lambda_arn: functionArn,
  lambda_function_arn: functionArn,
  listener_arn: to('arn', 'aws_lb_listener', 'aws_alb_listener'),
  load_balancer_arn: to('arn', 'aws_lb', 'aws_alb'),
  managed_policy_arns: policy,
  network_acl_id: to('id', 'aws_network_acl'),
  node_role_arn: role,
  parent_id: {
    ...to('id', 'aws_api_gateway_resource'),
    ...to('root_resource_id', 'aws_api_gateway_rest_api'),
  },
  permissions_boundary: policy,
  policy_arn: policy,
  queue_url: to('id', 'aws_sqs_queue'),
  referenced_security_group_id: group,
  repository: to('name', 'aws_ecr_repository'),
  resource_arn: {
    ...to('arn', 'aws_dynamodb_table'),
    ...to('arn', 'aws_secretsmanager_secret'),
  },
  resource_id: {
    ...to('id', 'aws_api_gateway_resource'),
    ...to('root_resource_id', 'aws_api_gateway_rest_api'),
  },
  rest_api_id: rest,
  role,
  role_arn: role,
  roles: roleName,
  route_table_id: to('id', 'aws_route_table'),
  route_table_ids: to('id', 'aws_route_table'),
  s3_bucket_name: bucket,
  secret_arn: secret,
  secret_id: to('id', 'aws_secretsmanager_secret'),
  credentials_secret_arn: secret,
  security_group_id: group,
  security_group_ids: group,
  security_groups: group,
  source_arn: {
    aws_api_gateway_rest_api: anyCall,
    aws_apigatewayv2_api: anyCall,
    ...to('agent_arn', 'aws_bedrockagent_agent'),
    // Whatever else calls, it is named by its ARN.
    ...to('arn', '*'),
  },
  source_security_group_id: group,
  subnet_id: subnet,
  subnet_ids: subnet,
  subnets: subnet,
  table_name: table,
  target: { aws_apigatewayv2_integration: { attribute: 'id', form: 'integrations/{}' } },
  target_group_arn: targetGroup,
  target_id: { ...to('id', 'aws_instance'), ...functionArn },
  target_key_id: to('key_id', 'aws_kms_key'),
  task_definition: to('arn', 'aws_ecs_task_definition'),
  task_role_arn: role,
  topic_arn: topic,
  uri: invoked,
  user: to('name', 'aws_iam_user'),
  users: to('name', 'aws_iam_user'),
  vpc_id: vpc,
  vpc_security_group_ids: group,
};

/** Where a type takes something else than others do by the same argument. */
const byType: Readonly<Record<string, Links>> = {
  'aws_iam_instance_profile.role': roleName,
  'aws_iam_role_policy.role': roleName,
  'aws_iam_role_policy_attachment.role': roleName,
  'aws_sns_topic_policy.arn': topic,
  'aws_s3_bucket.bucket': {},
  'aws_dynamodb_table.table_name': {},
  'aws_lambda_function.function_name': {},
};

/** What an argument of a type can refer to; none where it takes other texts as well. */
export function linksOf(type: string, argument: string): Links {
  const own = `${type}.${argument}`;
  if (Object.hasOwn(byType, own)) return byType[own] ?? {};
  return Object.hasOwn(byArgument, argument) ? (byArgument[argument] ?? {}) : {};
}
