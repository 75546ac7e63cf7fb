/**
 * What AWS will call a resource, by attribute, as its documentation builds it. `{new}` stands for
 * what AWS chooses, `{six}` for six such letters; `{account}` and the like for where it lies; all
 * else is an attribute of the resource itself.
 */
type Names = Readonly<Record<string, string>>;

const inRegion = (service: string, rest: string) =>
  `arn:{partition}:${service}:{region}:{account}:${rest}`;

const iam = (kind: string, id = '{name}'): Names => ({
  id,
  arn: `arn:{partition}:iam::{account}:${kind}{path}{name}`,
});

const ec2 = (prefix: string, kind: string): Names => ({
  id: `${prefix}-{new}`,
  arn: inRegion('ec2', `${kind}/{id}`),
  owner_id: '{account}',
});

/** Known by its ARN, of which the last part is its name or what AWS chooses. */
const byArn = (service: string, rest: string): Names => ({
  id: '{arn}',
  arn: inRegion(service, rest),
});

/** An id, and attributes that repeat it. */
const assigned = (...attributes: string[]): Names =>
  Object.fromEntries(['id', ...attributes].map((attribute) => [attribute, '{new}']));

/** How API Gateway names what it invokes. */
const invoked =
  'arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations';

const balancer: Names = {
  ...byArn('elasticloadbalancing', 'loadbalancer/app/{name}/{new}'),
  dns_name: '{name}-to-be.{region}.elb.amazonaws.com',
};
const api: Names = {
  id: '{new}',
  arn: 'arn:{partition}:apigateway:{region}::/restapis/{id}',
  execution_arn: inRegion('execute-api', '{id}'),
};
const sagemaker = (kind: string): Names => ({
  id: '{name}',
  arn: inRegion('sagemaker', `${kind}/{name}`),
});
const agentcore = (kind: string, noun: string): Names => ({
  [`${kind}_id`]: '{new}',
  [`${kind}_arn`]: inRegion('bedrock-agentcore', `${noun}/{${kind}_id}`),
});

/** Types whose name comes from elsewhere, or has a part of its own. */
export const namesOf: Readonly<Record<string, Names>> = {
  aws_alb: balancer,
  aws_alb_listener: byArn('elasticloadbalancing', 'listener/app/{new}'),
  aws_alb_listener_rule: byArn('elasticloadbalancing', 'listener-rule/app/{new}'),
  aws_alb_target_group: byArn('elasticloadbalancing', 'targetgroup/{name}/{new}'),
  aws_api_gateway_authorizer: assigned(),
  aws_api_gateway_resource: assigned(),
  aws_api_gateway_rest_api: { ...api, root_resource_id: '{new}.root' },
  aws_api_gateway_vpc_link: assigned(),
  aws_apigatewayv2_api: {
    ...api,
    arn: 'arn:{partition}:apigateway:{region}::/apis/{id}',
    api_endpoint: 'https://{id}.execute-api.{region}.amazonaws.com',
  },
  aws_apigatewayv2_authorizer: assigned(),
  aws_apigatewayv2_integration: assigned(),
  aws_apigatewayv2_route: assigned(),
  aws_apigatewayv2_stage: { id: '{name}' },
  aws_bedrock_guardrail: {
    guardrail_id: '{new}',
    guardrail_arn: inRegion('bedrock', 'guardrail/{guardrail_id}'),
    version: 'DRAFT',
  },
  aws_bedrockagent_agent: {
    ...assigned('agent_id'),
    agent_arn: inRegion('bedrock', 'agent/{agent_id}'),
    agent_version: 'DRAFT',
  },
  aws_bedrockagent_agent_action_group: { action_group_id: '{new}' },
  aws_bedrockagent_agent_alias: {
    agent_alias_id: '{new}',
    agent_alias_arn: inRegion('bedrock', 'agent-alias/{agent_id}/{agent_alias_id}'),
  },
  aws_bedrockagent_agent_collaborator: { collaborator_id: '{new}' },
  aws_bedrockagent_data_source: { data_source_id: '{new}' },
  aws_bedrockagent_knowledge_base: {
    id: '{new}',
    arn: inRegion('bedrock', 'knowledge-base/{id}'),
  },
  aws_bedrockagent_prompt: { id: '{new}', arn: inRegion('bedrock', 'prompt/{id}') },
  aws_bedrockagentcore_agent_runtime: agentcore('agent_runtime', 'runtime'),
  aws_bedrockagentcore_browser: agentcore('browser', 'browser'),
  aws_bedrockagentcore_code_interpreter: agentcore('code_interpreter', 'code-interpreter'),
  aws_bedrockagentcore_gateway: agentcore('gateway', 'gateway'),
  aws_bedrockagentcore_gateway_target: { target_id: '{new}' },
  aws_bedrockagentcore_memory: { id: '{new}', arn: inRegion('bedrock-agentcore', 'memory/{id}') },
  aws_cloudtrail: byArn('cloudtrail', 'trail/{name}'),
  aws_cognito_identity_pool: { id: '{region}:{new}' },
  aws_db_instance: { identifier: '{new}', arn: inRegion('rds', 'db:{identifier}') },
  aws_dynamodb_table: { id: '{name}', arn: inRegion('dynamodb', 'table/{name}') },
  aws_ecr_repository: {
    id: '{name}',
    arn: inRegion('ecr', 'repository/{name}'),
    repository_url: '{account}.dkr.ecr.{region}.amazonaws.com/{name}',
  },
  aws_ecs_cluster: byArn('ecs', 'cluster/{name}'),
  aws_ecs_service: byArn('ecs', 'service/{name}'),
  aws_ecs_task_definition: { id: '{family}', arn: inRegion('ecs', 'task-definition/{family}') },
  aws_eks_cluster: { id: '{name}', arn: inRegion('eks', 'cluster/{name}') },
  aws_eks_node_group: {
    arn: inRegion('eks', 'nodegroup/{cluster_name}/{node_group_name}/{new}'),
  },
  aws_eks_pod_identity_association: {
    association_id: '{new}',
    association_arn: inRegion('eks', 'podidentityassociation/{cluster_name}/{association_id}'),
  },
  aws_iam_access_key: assigned(),
  aws_iam_group: iam('group'),
  aws_iam_instance_profile: iam('instance-profile'),
  aws_iam_policy: iam('policy', '{arn}'),
  aws_iam_role: iam('role'),
  aws_iam_user: iam('user'),
  aws_instance: { id: 'i-{new}', arn: inRegion('ec2', 'instance/{id}') },
  aws_internet_gateway: ec2('igw', 'internet-gateway'),
  aws_kms_alias: { id: '{name}', arn: inRegion('kms', '{name}') },
  aws_kms_key: { ...assigned('key_id'), arn: inRegion('kms', 'key/{key_id}') },
  aws_lambda_alias: {
    arn: inRegion('lambda', 'function:{function_name}:{name}'),
    invoke_arn: invoked,
  },
  aws_lambda_event_source_mapping: { uuid: '{new}' },
  aws_lambda_function: {
    id: '{function_name}',
    arn: inRegion('lambda', 'function:{function_name}'),
    invoke_arn: invoked,
  },
  aws_lb: balancer,
  aws_lb_listener: byArn('elasticloadbalancing', 'listener/app/{new}'),
  aws_lb_listener_rule: byArn('elasticloadbalancing', 'listener-rule/app/{new}'),
  aws_lb_target_group: byArn('elasticloadbalancing', 'targetgroup/{name}/{new}'),
  aws_network_acl: ec2('acl', 'network-acl'),
  aws_opensearch_domain: { id: '{arn}', arn: inRegion('es', 'domain/{domain_name}') },
  aws_opensearchserverless_collection: { id: '{new}', arn: inRegion('aoss', 'collection/{id}') },
  aws_rds_cluster: {
    cluster_identifier: '{new}',
    arn: inRegion('rds', 'cluster:{cluster_identifier}'),
  },
  aws_route_table: ec2('rtb', 'route-table'),
  aws_s3_bucket: { bucket: '{new}', id: '{bucket}', arn: 'arn:{partition}:s3:::{bucket}' },
  aws_sagemaker_domain: { id: 'd-{new}', arn: inRegion('sagemaker', 'domain/{id}') },
  aws_sagemaker_endpoint: sagemaker('endpoint'),
  aws_sagemaker_endpoint_configuration: sagemaker('endpoint-config'),
  aws_sagemaker_model: sagemaker('model'),
  aws_sagemaker_notebook_instance: sagemaker('notebook-instance'),
  aws_sagemaker_user_profile: {
    arn: inRegion('sagemaker', 'user-profile/{domain_id}/{user_profile_name}'),
  },
  aws_secretsmanager_secret: byArn('secretsmanager', 'secret:{name}-{six}'),
  aws_security_group: ec2('sg', 'security-group'),
  aws_sns_topic: byArn('sns', '{name}'),
  aws_sns_topic_subscription: { arn: '{topic_arn}:{new}' },
  aws_sqs_queue: {
    id: 'https://sqs.{region}.amazonaws.com/{account}/{name}',
    url: 'https://sqs.{region}.amazonaws.com/{account}/{name}',
    arn: inRegion('sqs', '{name}'),
  },
  aws_ssm_parameter: { id: '{name}' },
  aws_subnet: ec2('subnet', 'subnet'),
  aws_vpc: ec2('vpc', 'vpc'),
  aws_vpc_endpoint: ec2('vpce', 'vpc-endpoint'),
};

/** What holds for every type: a name that is not chosen yet, and an ARN that is none of another. */
export const anyNames: Names = {
  name: '{new}',
  id: '{new}',
  arn: inRegion('terraform', '{new}'),
};
