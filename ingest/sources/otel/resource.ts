import type { Ref } from '../../../graph/claim.ts';
import { resourceRef } from '../aws/resource-ref.ts';
import { textOf, type Attributes } from './attribute.ts';

/** Where a resource says that it runs (OpenTelemetry resource conventions, cloud, faas, k8s, aws). */
export interface Place {
  account?: string;
  region?: string;
}

export const placeOf = (resource: Attributes): Place => {
  const account = textOf(resource, 'cloud.account.id');
  const region = textOf(resource, 'cloud.region');
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
};

/** The origin of a server by its address; a port other than 443 is taken for plain HTTP. */
export const originOf = (host: string, port: string | undefined): string =>
  port === undefined || port === '443' ? `https://${host}` : `http://${host}:${port}`;

export const serviceUid = (resource: Attributes): string => {
  const namespace = textOf(resource, 'service.namespace') ?? '';
  const name = textOf(resource, 'service.name') ?? 'unknown_service';
  const environment =
    textOf(resource, 'deployment.environment.name') ?? textOf(resource, 'deployment.environment');
  return `svc:${namespace}/${name}@${environment ?? ''}`;
};

const controllers = [
  'deployment',
  'statefulset',
  'daemonset',
  'cronjob',
  'job',
  'replicaset',
  'pod',
];

/** The AWS ARN under which a resource runs, by what it tells, the surest first. */
function* arnsOf(resource: Attributes): Generator<string | undefined> {
  yield textOf(resource, 'cloud.resource_id');
  yield textOf(resource, 'aws.lambda.invoked_arn');
  yield textOf(resource, 'faas.id');
  yield textOf(resource, 'aws.ecs.task.arn');
  const { account, region } = placeOf(resource);
  if (account === undefined || region === undefined) return;
  const name = textOf(resource, 'faas.name');
  if (name !== undefined && textOf(resource, 'cloud.platform') === 'aws_lambda')
    yield `arn:aws:lambda:${region}:${account}:function:${name}`;
  const host = textOf(resource, 'host.id');
  if (host && /^i-\w+$/.test(host)) yield `arn:aws:ec2:${region}:${account}:instance/${host}`;
}

/**
 * What a resource runs as: a workload, or an agent runtime of the cloud that hosts it. Null where
 * no attribute tells.
 */
export function hostOf(resource: Attributes): Ref<'Workload'> | Ref<'Agent'> | null {
  for (const arn of arnsOf(resource)) {
    const ref = resourceRef(arn);
    if (ref?.kind === 'Workload' || ref?.kind === 'Agent') return ref as Ref<'Workload'>;
  }
  const id = textOf(resource, 'cloud.resource_id');
  if (id?.startsWith('//')) return { kind: 'Workload', uid: id };
  if (id?.toLowerCase().startsWith('/subscriptions/'))
    return { kind: 'Workload', uid: id.toLowerCase() };
  const cluster = textOf(resource, 'k8s.cluster.uid');
  const uid = controllers
    .map((controller) => textOf(resource, `k8s.${controller}.uid`))
    .find((found) => found !== undefined);
  return cluster !== undefined && uid !== undefined
    ? { kind: 'Workload', uid: `k8s:${cluster}/${uid}` }
    : null;
}
