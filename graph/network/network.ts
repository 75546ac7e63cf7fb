import type { Node } from '../entity.ts';
import type { View } from '../view.ts';
import { elementConfig, type ElementConfig, type ElementType } from './config.ts';

/** A network element with its config in the form of its type. */
export interface Element<T extends ElementType> {
  uid: string;
  node: Node;
  config: ElementConfig<T>;
}

/** The element that a node is; null where it was not collected, or has another type or form. */
export function elementOf<T extends ElementType>(
  node: Node | undefined,
  type: T,
): Element<T> | null {
  if (!node || node.stub || node.kind !== 'NetworkElement' || node.props['type'] !== type)
    return null;
  const { data } = elementConfig[type].safeParse(node.props['config']);
  return data ? { uid: node.uid, node, config: data as ElementConfig<T> } : null;
}

/** Every element of a type, in no particular order. */
export function* elementsOf<T extends ElementType>(view: View, type: T): Iterable<Element<T>> {
  for (const node of view.nodesOf('NetworkElement')) {
    const element = elementOf(node, type);
    if (element) yield element;
  }
}

/** What decides whether traffic passes between the internet and a subnet. */
export interface Network {
  group(uid: string): Element<'security-group'> | null;
  /** The table that the subnet is associated with, else the main one of its VPC. */
  routesOf(subnet: string): Element<'route-table'> | null;
  aclOf(subnet: string): Element<'network-acl'> | null;
  gateway(uid: string): Element<'internet-gateway'> | null;
  vpcOf(subnet: string): string | undefined;
}

/** Reads the network of a view, once. */
export function networkOf(view: View): Network {
  const tables = new Map<string, Element<'route-table'>>();
  const main = new Map<string, Element<'route-table'>>();
  const acls = new Map<string, Element<'network-acl'>>();
  for (const table of elementsOf(view, 'route-table')) {
    for (const subnet of table.config.subnets) tables.set(subnet, table);
    if (table.config.main) main.set(table.config.vpc, table);
  }
  for (const acl of elementsOf(view, 'network-acl'))
    for (const subnet of acl.config.subnets) acls.set(subnet, acl);
  const vpcOf = (subnet: string) => elementOf(view.node(subnet), 'subnet')?.config.vpc;
  return {
    vpcOf,
    group: (uid) => elementOf(view.node(uid), 'security-group'),
    gateway: (uid) => elementOf(view.node(uid), 'internet-gateway'),
    routesOf: (subnet) => tables.get(subnet) ?? main.get(vpcOf(subnet) ?? '') ?? null,
    aclOf: (subnet) => acls.get(subnet) ?? null,
  };
}
