import { z } from 'zod';
import { canonical } from '../../../graph/claim.ts';
import { sorted, type GroupRule } from '../../../graph/network/config.ts';

const protocols = new Map([
  ['-1', 'all'],
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['58', 'icmpv6'],
]);

/** Protocol by name: AWS writes names, numbers of IANA, or -1 for all. */
export const protocolOf = (text: string | number): string =>
  protocols.get(String(text)) ?? String(text).toLowerCase();

/** Ports of a rule; -1, and any ports of `all`, mean every port. */
export const portsOf = (protocol: string, from?: number | null, to?: number | null) =>
  protocol === 'all' || from == null || to == null || from < 0 ? {} : { from, to };

/** `IpPermission` of the EC2 API. */
export const permissionShape = z.looseObject({
  IpProtocol: z.union([z.string(), z.number()]),
  FromPort: z.number().nullish(),
  ToPort: z.number().nullish(),
  IpRanges: z.array(z.looseObject({ CidrIp: z.string().nullish() })).nullish(),
  Ipv6Ranges: z.array(z.looseObject({ CidrIpv6: z.string().nullish() })).nullish(),
  PrefixListIds: z.array(z.looseObject({ PrefixListId: z.string().nullish() })).nullish(),
  UserIdGroupPairs: z.array(z.looseObject({ GroupId: z.string().nullish() })).nullish(),
});

/** Rules of a security group: one for each protocol and ports, in a fixed order. */
export function rulesOf(permissions: readonly z.infer<typeof permissionShape>[]): GroupRule[] {
  const byPorts = new Map<string, GroupRule>();
  for (const permission of permissions) {
    const protocol = protocolOf(permission.IpProtocol);
    const ports = portsOf(protocol, permission.FromPort, permission.ToPort);
    const key = canonical([protocol, ports]);
    const known = byPorts.get(key);
    byPorts.set(key, {
      protocol,
      ...ports,
      cidrs: sorted([
        ...(known?.cidrs ?? []),
        ...(permission.IpRanges ?? []).map(({ CidrIp }) => CidrIp),
        ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
      ]),
      groups: sorted([
        ...(known?.groups ?? []),
        ...(permission.UserIdGroupPairs ?? []).map(({ GroupId }) => GroupId),
      ]),
      prefixLists: sorted([
        ...(known?.prefixLists ?? []),
        ...(permission.PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId),
      ]),
    });
  }
  return [...byPorts.values()].sort(
    (a, b) =>
      a.protocol.localeCompare(b.protocol, 'en') ||
      (a.from ?? -1) - (b.from ?? -1) ||
      (a.to ?? -1) - (b.to ?? -1),
  );
}
