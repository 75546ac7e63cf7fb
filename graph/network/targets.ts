import type { Ref } from '../claim.ts';
import type { View } from '../view.ts';
import { machine } from './config.ts';
import { elementOf, elementsOf, type Element } from './network.ts';

/** Who has a private address, and in which VPC where that is known. */
interface Holder {
  uid: string;
  vpc: string | undefined;
}

/** Where load balancers send requests. */
export interface Targets {
  /** Listeners of a balancer, by its uid. */
  listeners: ReadonlyMap<string, readonly Element<'listener'>[]>;
  /** Rules of a listener, by its uid. */
  rules: ReadonlyMap<string, readonly Element<'listener-rule'>[]>;
  balancersByName: ReadonlyMap<string, Element<'load-balancer'>>;
  /** Workloads to which a target group sends requests. */
  of(group: string): Ref<'Workload'>[];
}

function grouped<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** Workloads by their private addresses: machines, and what is attached to an interface. */
function holders(view: View): ReadonlyMap<string, Holder[]> {
  const found = new Map<string, Holder[]>();
  const put = (uid: string, vpc: string | undefined, addresses: readonly string[]) => {
    for (const address of addresses)
      found.set(address, [...(found.get(address) ?? []), { uid, vpc }]);
  };
  for (const { uid, stub, props } of view.nodesOf('Workload'))
    for (const at of (stub ? undefined : machine.safeParse(props['config']).data)?.interfaces ?? [])
      put(uid, at.vpc, at.privateAddresses);
  for (const { uid, config } of elementsOf(view, 'network-interface'))
    for (const { from } of view.in(uid, 'PART_OF_NETWORK'))
      if (view.node(from)?.kind === 'Workload') put(from, config.vpc, config.privateAddresses);
  return found;
}

const workload = (uid: string): Ref<'Workload'> => ({ kind: 'Workload', uid });

/** ARN of an instance in the account and region of the group that names it. */
function instanceArn(group: string, id: string): string {
  const [, partition = 'aws', , region = '', account = ''] = group.split(':');
  return `arn:${partition}:ec2:${region}:${account}:instance/${id}`;
}

const unqualified = (arn: string) => arn.split(':').slice(0, 7).join(':');

/** Reads where balancers of a view send requests, once. */
export function targetsOf(view: View): Targets {
  const byAddress = holders(view);
  const listeners = grouped(elementsOf(view, 'listener'), ({ config }) => config.loadBalancer);
  const rules = grouped(elementsOf(view, 'listener-rule'), ({ config }) => config.listener);
  const balancersByName = new Map(
    [...elementsOf(view, 'load-balancer')].map((balancer) => [balancer.config.dnsName, balancer]),
  );

  const one = (group: Element<'target-group'>, id: string, seen: ReadonlySet<string>) => {
    if (id.startsWith('i-')) return [workload(instanceArn(group.uid, id))];
    if (/^arn:[^:]+:lambda:/.test(id)) return [workload(unqualified(id))];
    if (/^arn:[^:]+:elasticloadbalancing:/.test(id))
      return (listeners.get(id) ?? [])
        .filter(({ config }) => config.port === group.config.port)
        .flatMap(({ config }) => config.actions)
        .flatMap(({ targetGroups }) => targetGroups)
        .flatMap((next) => within(next, seen));
    return (byAddress.get(id) ?? [])
      .filter(({ vpc }) => !vpc || !group.config.vpc || vpc === group.config.vpc)
      .map(({ uid }) => workload(uid));
  };

  const within = (uid: string, seen: ReadonlySet<string>): Ref<'Workload'>[] => {
    const group = elementOf(view.node(uid), 'target-group');
    if (!group || seen.has(uid)) return [];
    const targets = group.node.props['targets'];
    const named = Array.isArray(targets) ? (targets as { id: string }[]) : [];
    const registered = view
      .in(uid, 'PART_OF_NETWORK')
      .filter(({ from }) => view.node(from)?.kind === 'Workload')
      .map(({ from }) => workload(from));
    return [...registered, ...named.flatMap(({ id }) => one(group, id, new Set([...seen, uid])))];
  };

  return { listeners, rules, balancersByName, of: (group) => within(group, new Set()) };
}
