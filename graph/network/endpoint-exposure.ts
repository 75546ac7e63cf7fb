import { and } from '../access/aws/ternary.ts';
import type { Facts } from '../access/aws/facts.ts';
import type { Node } from '../entity.ts';
import { methodExposure, routeExposure } from './api-exposure.ts';
import { stageName, type Stages } from './api-stages.ts';
import { listenerExposure } from './balancer-exposure.ts';
import { isWorld } from './cidr.ts';
import { endpointConfig, type EndpointConfig } from './endpoint.ts';
import { closed, unasked, type Exposure } from './exposure.ts';
import { functionUrl } from './function-url.ts';
import type { Network } from './network.ts';

/** What exposure is read from. */
export interface Surroundings {
  facts: Facts;
  network: Network;
  stages: Stages;
}

type Config<T extends EndpointConfig['type']> = Extract<EndpointConfig, { type: T }>;

function urlExposure(facts: Facts, endpoint: Node, config: Config<'lambda-url'>): Exposure {
  const asked = unasked(endpoint.props['authn'], endpoint.uid);
  if (asked === false) return closed('internet');
  const verdict = functionUrl(facts, endpoint, config);
  if (!verdict) return closed('unknown');
  if (verdict.value === false) return closed('vpn');
  return { exposure: 'internet', value: and(asked, verdict.value), because: verdict.because };
}

/** The API server of a cluster always asks who calls. */
function clusterExposure({ publicAccess, publicAccessCidrs }: Config<'eks-api'>): Exposure {
  if (publicAccess === undefined) return closed(undefined);
  if (!publicAccess) return closed('vpc');
  const open = publicAccessCidrs.some((range) => isWorld(range, 'v4') || isWorld(range, 'v6'));
  return closed(open || publicAccessCidrs.length === 0 ? 'internet' : 'vpn');
}

/** An address that the provider itself puts on the internet, as its own record says. */
function statedExposure({ uid, props }: Node): Exposure {
  if (props['exposure'] !== 'internet') return closed(undefined);
  const gateway = (props['config'] as { gateway?: unknown } | undefined)?.gateway;
  const holder = typeof gateway === 'string' ? gateway : uid;
  return {
    exposure: undefined,
    value: unasked(props['authn'], uid),
    because: [
      [
        {
          id: `${holder}#authorizer`,
          type: 'authorizer',
          holder,
          say: 'it is on the internet and asks for no authentication',
        },
      ],
    ],
  };
}

/** How an endpoint lies towards the internet; null for one that follows from a machine's own ports. */
export function exposureOf(endpoint: Node, around: Surroundings): Exposure | null {
  const { facts, network, stages } = around;
  const { data: config } = endpointConfig.safeParse(endpoint.props['config']);
  switch (config?.type) {
    case undefined:
      return statedExposure(endpoint);
    case 'lambda-url':
      return urlExposure(facts, endpoint, config);
    case 'api-method':
      return methodExposure(facts, endpoint, config, (stages.get(config.api) ?? []).map(stageName));
    case 'api-route':
      return routeExposure(facts, endpoint, config);
    case 'listener':
      return listenerExposure(facts.view, network, endpoint, config);
    case 'eks-api':
      return clusterExposure(config);
    case 'port':
      return null;
  }
}
