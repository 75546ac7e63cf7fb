import type { Cause, Ref } from '../claim.ts';
import { endpointUid } from '../endpoint-uid.ts';
import type { PropsOf } from '../schema/index.ts';
import { nameOf } from '../view.ts';
import type { ListenerAction } from './config.ts';
import type { EndpointConfig } from './endpoint.ts';
import type { Element } from './network.ts';
import type { Targets } from './targets.ts';

/** One way into a load balancer, and where it leads. */
export interface BalancerEndpoint {
  uid: string;
  props: PropsOf<'Endpoint'>;
  groups: readonly string[];
  instances: readonly Ref<'Workload'>[];
  /** The element that hands requests on. */
  cause: Cause;
}

type Authn = PropsOf<'Endpoint'>['authn'];

const schemes = new Map([
  ['HTTP', 'http'],
  ['HTTPS', 'https'],
  ['UDP', 'udp'],
]);
const schemeOf = (protocol: string) =>
  schemes.get(protocol) ?? (protocol === 'TLS' || protocol === 'SSL' ? 'tls' : 'tcp');

/** What a listener asks before it hands a request on (ELB User Guide, "Authenticate users"). */
function authnOf(
  protocol: string,
  actions: readonly ListenerAction[],
  certificate: boolean,
): Authn {
  if (certificate) return 'mtls';
  const first = actions.find(({ type }) => /^(authenticate-|jwt-)/.test(type));
  if (first) return first.type.startsWith('jwt') ? 'jwt' : 'oauth';
  return /^HTTPS?$/.test(protocol) ? 'none' : 'unknown';
}

const groupsOf = (actions: readonly ListenerAction[]) =>
  actions.flatMap(({ targetGroups }) => targetGroups);

interface Way {
  protocol: string;
  port: number;
  /** Element that decides. */
  decides: string;
  authn: Authn;
  path?: string;
  /** Tells rules of one listener apart. */
  mark?: string;
  sources?: readonly string[];
  groups: readonly string[];
  instances?: readonly Ref<'Workload'>[];
}

function endpointOf(balancer: Element<'load-balancer'>, way: Way): BalancerEndpoint {
  const { protocol, port, decides, authn, path = '', mark, sources } = way;
  const { account, region, provider } = balancer.node.props as Record<string, string | undefined>;
  const config: EndpointConfig = {
    type: 'listener',
    balancer: balancer.uid,
    decides,
    protocol,
    port,
    ...(sources?.length && { sources: [...sources] }),
  };
  const uid = endpointUid(schemeOf(protocol), balancer.config.dnsName, port, path);
  return {
    uid: mark === undefined ? uid : `${uid}#${mark}`,
    props: {
      name: `${nameOf(balancer.node)}:${port}${path}`,
      authn,
      config,
      ...(account !== undefined && { account }),
      ...(region !== undefined && { region }),
      ...(provider !== undefined && { provider }),
    },
    groups: way.groups,
    instances: way.instances ?? [],
    cause: {
      id: `${decides}#forward`,
      type: 'listener',
      holder: decides,
      say: `${nameOf(balancer.node)} forwards ${protocol} ${port}${path} to its targets`,
    },
  };
}

/** Path that a rule's patterns begin with, up to the first wildcard. */
const pathOf = ([first]: readonly string[]) => first?.replace(/[*?].*$/, '') ?? '';

function waysOf(listener: Element<'listener'>, rules: readonly Element<'listener-rule'>[]): Way[] {
  const { protocol, port, verifiesClients, actions } = listener.config;
  const common = { protocol, port };
  const byDefault: Way = {
    ...common,
    decides: listener.uid,
    authn: authnOf(protocol, actions, verifiesClients),
    groups: groupsOf(actions),
  };
  return [
    byDefault,
    ...rules.map(({ uid, config }) => ({
      ...common,
      decides: uid,
      authn: authnOf(protocol, config.actions, verifiesClients),
      path: pathOf(config.paths),
      mark: `rule-${config.priority}`,
      sources: config.sources,
      groups: groupsOf(config.actions),
    })),
  ];
}

/** ARN of an instance in the account and region of the balancer that names it. */
function instancesOf({ uid, config }: Element<'load-balancer'>): Ref<'Workload'>[] {
  const [, partition = 'aws', , region = '', account = ''] = uid.split(':');
  return (config.instances ?? []).map((id) => ({
    kind: 'Workload',
    uid: `arn:${partition}:ec2:${region}:${account}:instance/${id}`,
  }));
}

/** Every way into a load balancer: its listeners, and the rules that part their requests. */
export function balancerEndpoints(
  balancer: Element<'load-balancer'>,
  targets: Pick<Targets, 'listeners' | 'rules'>,
): BalancerEndpoint[] {
  const classic = (balancer.config.listeners ?? []).map(({ protocol, port }): Way => ({
    protocol,
    port,
    decides: balancer.uid,
    authn: authnOf(protocol, [], false),
    groups: [],
    instances: instancesOf(balancer),
  }));
  const modern = (targets.listeners.get(balancer.uid) ?? []).flatMap((listener) =>
    waysOf(listener, targets.rules.get(listener.uid) ?? []),
  );
  return [...classic, ...modern].map((way) => endpointOf(balancer, way));
}
