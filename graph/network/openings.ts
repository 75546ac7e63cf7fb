import { and, or, type Ternary } from '../access/aws/ternary.ts';
import type { Cause } from '../claim.ts';
import type { Family } from './cidr.ts';
import type { Network } from './network.ts';
import { openRules, throughAcl, throughRoutes, type OpenRule, type Ports } from './passage.ts';

/** Where something is attached to a network. */
export interface Attachment {
  subnets: readonly string[];
  securityGroups: readonly string[];
}

/** Ports at which anybody on the internet is let in, and the alternative reasons why. */
export interface Opening {
  ports: Ports;
  value: Ternary;
  because: Cause[][];
}

/** One rule, by whichever subnet leads to the internet. */
function opening(
  network: Network,
  subnets: readonly string[],
  { ports, value, causes }: OpenRule,
  family: Family,
): Opening | null {
  let any: Ternary = false;
  const because: Cause[][] = [];
  for (const subnet of subnets) {
    const routes = throughRoutes(network, subnet, family);
    const acl = throughAcl(network, subnet, ports, family);
    const passes = and(value, and(routes.value, acl.value));
    if (passes === false) continue;
    any = or(any, passes);
    because.push([...causes, ...routes.causes, ...acl.causes]);
  }
  return any === false ? null : { ports, value: any, because };
}

const key = ({ protocol, from, to }: Ports) => `${protocol} ${from ?? ''}-${to ?? ''}`;

/**
 * Every range of ports at which anybody may come in: security groups add up, each needs the routes
 * and the network ACL of a subnet as well.
 */
export function openings(network: Network, at: Attachment, family: Family): Opening[] {
  const byPorts = new Map<string, Opening>();
  for (const group of at.securityGroups)
    for (const rule of openRules(network, group, family)) {
      const found = opening(network, at.subnets, rule, family);
      if (!found) continue;
      const known = byPorts.get(key(found.ports));
      byPorts.set(
        key(found.ports),
        known
          ? {
              ports: known.ports,
              value: or(known.value, found.value),
              because: [...known.because, ...found.because],
            }
          : found,
      );
    }
  return [...byPorts.values()];
}

/** Whether anybody may come in at one port. Without security groups only routes and ACL decide. */
export function openAt(
  network: Network,
  at: Attachment,
  { protocol, port }: { protocol: string; port: number },
  family: Family,
): Pick<Opening, 'value' | 'because'> {
  const ports = { protocol, from: port, to: port };
  const covers = (rule: Ports) =>
    (rule.protocol === 'all' || rule.protocol === protocol) &&
    (rule.from === undefined || (rule.from <= port && port <= (rule.to ?? rule.from)));
  const rules: OpenRule[] =
    at.securityGroups.length === 0
      ? [{ ports, value: true, causes: [] }]
      : at.securityGroups
          .flatMap((group) => openRules(network, group, family))
          .filter((rule) => covers(rule.ports))
          .map((rule) => ({ ...rule, ports }));
  const found = rules.flatMap((rule) => opening(network, at.subnets, rule, family) ?? []);
  return {
    value: found.reduce<Ternary>((any, { value }) => or(any, value), false),
    because: found.flatMap(({ because }) => because),
  };
}
