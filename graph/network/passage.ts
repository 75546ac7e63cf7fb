import type { Ternary } from '../access/aws/ternary.ts';
import type { Cause } from '../claim.ts';
import { isWorld, type Family } from './cidr.ts';
import type { ElementConfig } from './config.ts';
import type { Network } from './network.ts';

/** Ports of a protocol; absent = all. */
export interface Ports {
  protocol: string;
  from?: number | undefined;
  to?: number | undefined;
}

/** Whether something lets traffic through, and the elements because of which it does. */
export interface Passage {
  value: Ternary;
  causes: Cause[];
}

const blocked: Passage = { value: false, causes: [] };
const unknown = (what: string): Passage => ({ value: [what], causes: [] });

/** `tcp 443`, `tcp 8000-9000`, `all traffic`. */
export function saysPorts({ protocol, from, to }: Ports): string {
  if (protocol === 'all') return 'all traffic';
  if (from === undefined) return `all ${protocol}`;
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to ?? from}`;
}

/** Whether a subnet's routes lead to and from the internet (VPC User Guide, "Internet gateways"). */
export function throughRoutes(network: Network, subnet: string, family: Family): Passage {
  const table = network.routesOf(subnet);
  if (!table) return unknown(`route table of ${subnet}`);
  const route = table.config.routes.find(
    ({ destination, target }) => isWorld(destination, family) && target.startsWith('igw-'),
  );
  if (!route) return blocked;
  const gateway = network.gateway(route.target);
  if (gateway && !gateway.config.vpcs.includes(table.config.vpc)) return blocked;
  return {
    value: true,
    causes: [
      {
        id: `${table.uid}#route:${route.destination}`,
        type: 'route',
        holder: table.uid,
        say: `route table ${table.uid} sends ${route.destination} to ${route.target}`,
      },
    ],
  };
}

type Entry = ElementConfig<'network-acl'>['entries'][number];

const matches = (rule: Ports, protocol: string, port: number) =>
  (rule.protocol === 'all' || rule.protocol === protocol) &&
  (rule.from === undefined || (rule.from <= port && port <= (rule.to ?? rule.from)));

/** The first entry that decides over traffic of anybody; narrower ones concern only some. */
const deciding = (
  entries: readonly Entry[],
  egress: boolean,
  protocol: string,
  port: number,
  family: Family,
) =>
  entries.find(
    (entry) =>
      entry.egress === egress && isWorld(entry.cidr, family) && matches(entry, protocol, port),
  );

/** Ports within a range at which the decision of entries may turn, the range's own ends first. */
function turns(
  entries: readonly Entry[],
  { from = 0, to = 65_535 }: Pick<Ports, 'from' | 'to'>,
): number[] {
  const edges = entries.flatMap((entry) => [
    entry.from ?? 0,
    (entry.to ?? 65_535) + 1,
    (entry.from ?? 0) - 1,
  ]);
  return [from, to, ...edges.filter((port) => from <= port && port <= to)];
}

/** Ports from which clients call; what answers them goes there (VPC User Guide, "Ephemeral ports"). */
const ephemeral = { from: 1_024, to: 65_535 };

/**
 * Whether a subnet's network ACL lets anybody in on one of the ports, and the answers out. Without an
 * ACL that was collected the default one is taken to hold, which lets all through.
 */
export function throughAcl(
  network: Network,
  subnet: string,
  ports: Ports,
  family: Family,
): Passage {
  const acl = network.aclOf(subnet);
  if (!acl) return { value: true, causes: [] };
  const { entries } = acl.config;
  const allowed = (egress: boolean, protocol: string, over: Pick<Ports, 'from' | 'to'>) =>
    turns(entries, over)
      .map((port) => deciding(entries, egress, protocol, port, family))
      .find((entry) => entry?.allow === true);
  const inward = (ports.protocol === 'all' ? ['tcp', 'udp'] : [ports.protocol])
    .filter((protocol) => allowed(true, protocol, ephemeral))
    .map((protocol) => allowed(false, protocol, ports))
    .find((entry) => entry !== undefined);
  if (!inward) return blocked;
  return {
    value: true,
    causes: [
      {
        id: `${acl.uid}#entry:${inward.number}`,
        type: 'network-acl',
        holder: acl.uid,
        say: `network ACL ${acl.uid} lets ${inward.cidr} in by entry ${inward.number}`,
      },
    ],
  };
}

/** A rule of a security group that lets anybody in, and on which ports. */
export interface OpenRule extends Passage {
  ports: Ports;
}

/**
 * Rules of a security group by which anybody may come in. A group that was not collected may have
 * any.
 */
export function openRules(network: Network, uid: string, family: Family): OpenRule[] {
  const group = network.group(uid);
  if (!group) return [{ ports: { protocol: 'all' }, ...unknown(`rules of ${uid}`) }];
  return group.config.ingress.flatMap((rule, index) => {
    const open = rule.cidrs.find((cidr) => isWorld(cidr, family));
    if (open === undefined || rule.protocol.startsWith('icmp')) return [];
    const { protocol, from, to } = rule;
    const ports = { protocol, from, to };
    const cause: Cause = {
      id: `${uid}#ingress:${index}`,
      type: 'ingress',
      holder: uid,
      say: `security group ${uid} lets ${open} in on ${saysPorts(ports)}`,
      excerpt: JSON.stringify(rule).slice(0, 400),
    };
    return [{ ports, value: true, causes: [cause] }];
  });
}
