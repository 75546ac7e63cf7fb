import type { Cause, Ref } from '../claim.ts';
import type { Node } from '../entity.ts';
import type { View } from '../view.ts';
import type { Integration } from './config.ts';
import { endpointConfig } from './endpoint.ts';
import { elementOf, type Element } from './network.ts';
import type { Targets } from './targets.ts';

/** What answers at an endpoint of an API, by way of its integration. */
export interface IntegrationTarget {
  to: Ref<'Workload' | 'ModelEndpoint'>;
  causes: Cause[];
}

/** The integration of an endpoint, and the element that holds it. */
function integrationOf(view: View, endpoint: Node): { holder: string; is: Integration } | null {
  const { data } = endpointConfig.safeParse(endpoint.props['config']);
  if (data?.type === 'api-route') {
    const element = elementOf(view.node(data.integration ?? ''), 'api-integration');
    return element && { holder: element.uid, is: element.config };
  }
  // A method tells function and model itself, in its own answer.
  const is = data?.type === 'api-method' ? data.integration : undefined;
  return data?.type === 'api-method' && (is?.kind === 'http' || is?.kind === 'listener')
    ? { holder: data.api, is }
    : null;
}

const portOf = ({ port, protocol }: URL) =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

/** Listeners that take requests for a URL: of the balancer with its name, or behind its link. */
function listenersFor(view: View, targets: Targets, { target = '', vpcLink }: Integration) {
  if (!URL.canParse(target)) return [];
  const url = new URL(target);
  const link = elementOf(view.node(vpcLink ?? ''), 'vpc-link');
  const named = targets.balancersByName.get(url.hostname.toLowerCase());
  const balancers = link ? link.config.targets : named ? [named.uid] : [];
  return balancers
    .flatMap((balancer) => targets.listeners.get(balancer) ?? [])
    .filter(({ config }) => config.port === portOf(url));
}

const forwarded = (targets: Targets, { config }: Element<'listener'>): Ref<'Workload'>[] =>
  config.actions.flatMap(({ targetGroups }) => targetGroups).flatMap((group) => targets.of(group));

function answering(
  view: View,
  targets: Targets,
  is: Integration,
): Ref<'Workload' | 'ModelEndpoint'>[] {
  const { kind, target } = is;
  if (target === undefined) return [];
  if (kind === 'function') return [{ kind: 'Workload', uid: target }];
  if (kind === 'model') return [{ kind: 'ModelEndpoint', uid: target }];
  if (kind === 'http')
    return listenersFor(view, targets, is).flatMap((listener) => forwarded(targets, listener));
  if (kind !== 'listener') return [];
  const listener = elementOf(view.node(target), 'listener');
  return listener ? forwarded(targets, listener) : [];
}

/** What an endpoint of an API hands requests to, where other answers than its own tell. */
export function integrationTargets(
  view: View,
  targets: Targets,
  endpoint: Node,
): IntegrationTarget[] {
  const found = integrationOf(view, endpoint);
  if (!found) return [];
  const cause: Cause = {
    id: `${found.holder}#integration`,
    type: 'integration',
    holder: found.holder,
    say: `the integration hands requests to ${found.is.target ?? found.is.kind}`,
  };
  const distinct = new Map(answering(view, targets, found.is).map((to) => [to.uid, to]));
  return [...distinct.values()].map((to) => ({ to, causes: [cause] }));
}
