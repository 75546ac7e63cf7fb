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
}

/** Elements by uid, each read once: many machines share a group. */
function byUid<T extends ElementType>(view: View, type: T): (uid: string) => Element<T> | null {
  const known = new Map<string, Element<T> | null>();
  return (uid) => {
    let found = known.get(uid);
    if (found === undefined) known.set(uid, (found = elementOf(view.node(uid), type)));
    return found;
  };
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
  const subnet = byUid(view, 'subnet');
  return {
    group: byUid(view, 'security-group'),
    gateway: byUid(view, 'internet-gateway'),
    routesOf: (uid) => tables.get(uid) ?? main.get(subnet(uid)?.config.vpc ?? '') ?? null,
    aclOf: (subnet) => acls.get(subnet) ?? null,
  };
}
