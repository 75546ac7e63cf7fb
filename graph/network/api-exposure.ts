import { and, or, type Ternary } from '../access/aws/ternary.ts';
import type { Facts } from '../access/aws/facts.ts';
import type { Cause } from '../claim.ts';
import type { Node } from '../entity.ts';
import { anybodyMay, type Verdict } from './anybody.ts';
import type { EndpointConfig } from './endpoint.ts';
import { closed, unasked, type Exposure } from './exposure.ts';
import { elementOf, type Element } from './network.ts';

type Method = Extract<EndpointConfig, { type: 'api-method' }>;
type Route = Extract<EndpointConfig, { type: 'api-route' }>;

const idOf = (api: string) => api.split('/').at(-1) ?? api;

/** Stages that a policy names, where the API's own are not known; `*` stands for any. */
function stagesIn(policy: string, api: string): string[] {
  const named = policy.matchAll(/([a-z0-9]{10}|\*)\/([\w$-]{1,128})\//g);
  const stages = [...named].flatMap(([, id, stage]) => (id === api && stage ? [stage] : []));
  return ['*', ...new Set(stages)].slice(0, 50);
}

/** ARN by which policies name an API (API Gateway Developer Guide, "Resource policy examples"). */
function apiArn({ uid, node }: Element<'api'>): string {
  const [, partition = 'aws', , region = ''] = uid.split(':');
  const account = typeof node.props['account'] === 'string' ? node.props['account'] : '';
  return `arn:${partition}:execute-api:${region}:${account}:${idOf(uid)}`;
}

function methodArns(api: Element<'api'>, { method, path }: Method, stages: readonly string[]) {
  const verb = method === 'ANY' ? 'POST' : method;
  return stages.map((stage) => `${apiArn(api)}/${stage}/${verb}${path ?? '/*'}`);
}

/** A policy may leave out what its own API adds: `execute-api:/stage/…` (same place). */
const spelledOut = (api: Element<'api'>, policy: unknown): unknown =>
  JSON.parse(JSON.stringify(policy).replaceAll('"execute-api:/', `"${apiArn(api)}/`));

/** Whether the API's own policy lets anybody in; without one it lets all in. */
function byPolicy(
  facts: Facts,
  api: Element<'api'>,
  method: Method,
  stages: readonly string[],
): Verdict {
  const { policy } = api.node.props;
  if (policy === undefined) return { value: true, because: [[]] };
  const id = idOf(api.uid);
  const known = stages.length > 0 ? stages : stagesIn(JSON.stringify(policy), id);
  const holder = { ...api.node, props: { ...api.node.props, policy: spelledOut(api, policy) } };
  const verdicts = methodArns(api, method, known).map((resource) =>
    anybodyMay(facts, holder, { action: 'execute-api:Invoke', resource }),
  );
  return {
    value: verdicts.reduce<Ternary>((any, { value }) => or(any, value), false),
    because: verdicts.flatMap(({ because }) => because),
  };
}

/** Whether the gateway's own name for the API answers: behind a custom name only, we do not know. */
const byHost = ({ uid, config }: Element<'api'>): Ternary =>
  config.defaultHost || [`custom domain names of ${uid}`];

/** How a method of a REST API lies towards the internet. */
export function methodExposure(
  facts: Facts,
  endpoint: Node,
  config: Method,
  stages: readonly string[],
): Exposure {
  const api = elementOf(facts.view.node(config.api), 'api');
  if (api?.config.endpointTypes.includes('PRIVATE')) return closed('vpc');
  const policy = api ? byPolicy(facts, api, config, stages) : { value: true, because: [[]] };
  const open = and(policy.value, api ? byHost(api) : [`endpoint type of ${config.api}`]);
  if (open === false) return closed('vpn');
  const cause: Cause = {
    id: `${config.api}#method:${config.resource}.${config.method}`,
    type: 'api-method',
    holder: config.api,
    say: `${config.method} ${config.path ?? config.resource} asks for no authorisation`,
  };
  return {
    exposure: 'internet',
    value: and(open, unasked(endpoint.props['authn'], endpoint.uid)),
    because: policy.because.map((causes) => [cause, ...causes]),
  };
}

/** How a route of an HTTP or WebSocket API lies towards the internet; neither can be private. */
export function routeExposure(facts: Facts, endpoint: Node, config: Route): Exposure {
  const api = elementOf(facts.view.node(config.api), 'api');
  // A WebSocket API asks once, when a client connects.
  const asks = endpoint.uid.startsWith('ep:wss:')
    ? facts.view.node(endpoint.uid.replace(/#.*$/, '#$connect'))
    : endpoint;
  const asked = unasked(asks?.props['authn'] ?? 'unknown', endpoint.uid);
  return {
    exposure: 'internet',
    value: and(api ? byHost(api) : true, asked),
    because: [
      [
        {
          id: `${config.api}#route:${config.route}`,
          type: 'api-route',
          holder: config.api,
          say: `route ${config.route} asks for no authorisation`,
        },
      ],
    ],
  };
}
