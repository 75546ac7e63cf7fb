import { and } from '../access/aws/ternary.ts';
import type { Node } from '../entity.ts';
import { nameOf, type View } from '../view.ts';
import { isWorld } from './cidr.ts';
import type { EndpointConfig } from './endpoint.ts';
import { closed, type Exposure } from './exposure.ts';
import { elementOf, type Network } from './network.ts';
import { openAt } from './openings.ts';

/** Transport protocol of a listener's own protocol. */
const transport = (protocol: string) => (/udp/i.test(protocol) ? 'udp' : 'tcp');

/** What a balancer itself asks of callers before it hands a request on. */
const asksFirst = new Set<unknown>(['oauth', 'jwt', 'mtls']);

/** How a listener of a load balancer lies towards the internet. */
export function listenerExposure(
  view: View,
  network: Network,
  endpoint: Node,
  config: Extract<EndpointConfig, { type: 'listener' }>,
): Exposure {
  const balancer = elementOf(view.node(config.balancer), 'load-balancer');
  if (!balancer) return closed(undefined);
  const { uid, config: at } = balancer;
  if (!at.internetFacing) return closed('vpc');
  const { sources } = config;
  if (sources?.length && !sources.some((range) => isWorld(range, 'v4') || isWorld(range, 'v6')))
    return closed('vpn');
  const port = { protocol: transport(config.protocol), port: config.port };
  const open = openAt(network, at, port, 'v4');
  if (open.value === false) return closed('vpn');
  // Without groups of its own a network load balancer leaves it to those of its targets.
  const passes =
    at.kind === 'network' && at.securityGroups.length === 0
      ? and(open.value, [`security groups of the targets of ${uid}`])
      : open.value;
  const causes = [
    {
      id: `${uid}#scheme`,
      type: 'load-balancer',
      holder: uid,
      say: `load balancer ${nameOf(balancer.node)} faces the internet`,
    },
    {
      id: `${config.decides}#listener:${config.port}`,
      type: 'listener',
      holder: config.decides,
      say: `it listens on ${config.protocol} ${config.port}`,
    },
  ];
  return {
    exposure: 'internet',
    value: asksFirst.has(endpoint.props['authn']) ? false : passes,
    because: open.because.map((more) => [...causes, ...more]),
  };
}
