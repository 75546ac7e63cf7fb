import { parseArn } from '../aws/arn.ts';
import lambda from '../aws/lambda.ts';
import { answer, together, type Conversions } from './conversion.ts';
import type { State } from './state.ts';
import { block, flag, map, text, texts, type Values } from './values.ts';

const arnOf = (values: Values, state: State, name: string) =>
  name.startsWith('arn:')
    ? name
    : (text(state.find('aws_lambda_function', 'function_name', name), 'arn') ??
      state.arn(values, 'lambda', `function:${name}`));

/** Conditions that `AddPermission` writes for its arguments (Lambda API Reference). */
const conditions = [
  ['source_arn', 'ArnLike', 'AWS:SourceArn'],
  ['source_account', 'StringEquals', 'AWS:SourceAccount'],
  ['function_url_auth_type', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['principal_org_id', 'StringEquals', 'aws:PrincipalOrgID'],
  ['event_source_token', 'StringEquals', 'lambda:EventSourceToken'],
] as const;

function principalOf(principal: string, partition: string) {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partition}:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

function statementOf(values: Values, arn: string, partition: string) {
  const Condition: Record<string, Record<string, string>> = {};
  for (const [argument, operator, key] of conditions) {
    const value = text(values, argument);
    if (value !== undefined) Condition[operator] = { ...Condition[operator], [key]: value };
  }
  const qualifier = text(values, 'qualifier');
  return {
    Sid: text(values, 'statement_id'),
    Effect: 'Allow',
    Principal: principalOf(text(values, 'principal') ?? '*', partition),
    Action: text(values, 'action'),
    Resource: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

const permissionsOf = (name: string, state: State) =>
  state.of('aws_lambda_permission').filter((values) => text(values, 'function_name') === name);

/**
 * The policy of a function. The provider lets everybody in by itself where a URL asks nobody
 * (Terraform AWS provider, `aws_lambda_function_url`).
 */
function policyOf(name: string, state: State) {
  const arn = arnOf({}, state, name);
  if (arn === null) return null;
  const open = state
    .of('aws_lambda_function_url')
    .filter((url) => text(url, 'function_name') === name)
    .filter((url) => text(url, 'authorization_type') === 'NONE')
    .map((url) => ({
      statement_id: 'FunctionURLAllowPublicAccess',
      action: 'lambda:InvokeFunctionUrl',
      principal: '*',
      function_url_auth_type: 'NONE',
      qualifier: text(url, 'qualifier'),
    }));
  const permissions = [...permissionsOf(name, state), ...open];
  if (permissions.length === 0) return [];
  const Statement = permissions.map((p) => statementOf(p, arn, state.home.partition));
  const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement });
  return [answer(lambda, 'get-policy', { Policy }, arn)];
}

/** Stands for the address of a function URL, which is known only after it is applied. */
const urlToBe = (arn: string) => {
  const { region = '', resource = '' } = parseArn(arn) ?? {};
  return `https://${resource.replace(/^function:/, '')}-to-be.lambda-url.${region}.on.aws/`;
};

export const lambdaConversions: Conversions = {
  aws_lambda_function(values, state) {
    const FunctionName = text(values, 'function_name') ?? '';
    const FunctionArn = arnOf(values, state, FunctionName);
    if (FunctionArn === null) return null;
    const vpc = block(values, 'vpc_config');
    const Variables = map(block(values, 'environment'), 'variables');
    const item = {
      FunctionName,
      FunctionArn,
      Runtime: text(values, 'runtime'),
      Role: text(values, 'role'),
      Handler: text(values, 'handler'),
      PackageType: text(values, 'package_type'),
      KMSKeyArn: text(values, 'kms_key_arn'),
      Layers: texts(values, 'layers').map((Arn) => ({ Arn })),
      ...(Variables && { Environment: { Variables } }),
      ...(vpc && {
        VpcConfig: {
          VpcId: text(vpc, 'vpc_id'),
          SubnetIds: texts(vpc, 'subnet_ids'),
          SecurityGroupIds: texts(vpc, 'security_group_ids'),
        },
      }),
    };
    const Tags = map(values, 'tags_all') ?? map(values, 'tags');
    return [
      answer(lambda, 'list-functions', { Functions: [item] }),
      ...(Tags ? [answer(lambda, 'list-tags', { Tags }, FunctionArn)] : []),
    ];
  },
  aws_lambda_permission: together(
    'aws_lambda_permission',
    (values) => text(values, 'function_name'),
    (_permissions, values, state) => policyOf(text(values, 'function_name') ?? '', state),
  ),
  aws_lambda_function_url(values, state) {
    const AuthType = text(values, 'authorization_type');
    const name = text(values, 'function_name') ?? '';
    const FunctionArn = text(values, 'function_arn') ?? arnOf({}, state, name);
    if (FunctionArn === null || name === '') return null;
    const FunctionUrl = text(values, 'function_url') ?? urlToBe(FunctionArn);
    const url = answer(lambda, 'get-function-url-config', { FunctionUrl, FunctionArn, AuthType });
    const told = permissionsOf(name, state).length > 0;
    return [url, ...(told ? [] : (policyOf(name, state) ?? []))];
  },
  aws_lambda_event_source_mapping(values, state) {
    const FunctionArn =
      text(values, 'function_arn') ?? arnOf({}, state, text(values, 'function_name') ?? '');
    const UUID = text(values, 'uuid') ?? text(values, 'id');
    const EventSourceArn = text(values, 'event_source_arn');
    if (FunctionArn === null || UUID === undefined) return null;
    const State = flag(values, 'enabled') === false ? 'Disabled' : 'Enabled';
    const EventSourceMappings = [{ UUID, FunctionArn, EventSourceArn, State }];
    return [answer(lambda, 'list-event-source-mappings', { EventSourceMappings })];
  },
};
