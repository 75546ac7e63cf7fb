import type { State } from './state.ts';
import { blocks, flag, number, text, texts, type Values } from './values.ts';

const defined = (value: string | undefined) => (value === undefined ? [] : [value]);

/** A rule in any of the three forms in which Terraform writes them, as an `IpPermission`. */
function permission(rule: Values, group: string | undefined) {
  const groups = [
    ...texts(rule, 'security_groups'),
    ...defined(text(rule, 'source_security_group_id')),
    ...defined(text(rule, 'referenced_security_group_id')),
    ...(flag(rule, 'self') ? defined(group) : []),
  ];
  const all = <K extends string>(key: K, values: readonly string[]) =>
    values.map((value) => ({ [key]: value }) as Record<K, string>);
  return {
    IpProtocol: text(rule, 'protocol') ?? text(rule, 'ip_protocol') ?? '-1',
    FromPort: number(rule, 'from_port'),
    ToPort: number(rule, 'to_port'),
    IpRanges: all('CidrIp', [...texts(rule, 'cidr_blocks'), ...defined(text(rule, 'cidr_ipv4'))]),
    Ipv6Ranges: all('CidrIpv6', [
      ...texts(rule, 'ipv6_cidr_blocks'),
      ...defined(text(rule, 'cidr_ipv6')),
    ]),
    PrefixListIds: all('PrefixListId', [
      ...texts(rule, 'prefix_list_ids'),
      ...defined(text(rule, 'prefix_list_id')),
    ]),
    UserIdGroupPairs: all('GroupId', groups),
  };
}

/** A security group with its rules, its own and those in resources beside it. */
export function securityGroup(values: Values, state: State) {
  const id = text(values, 'id');
  const rulesOf = (direction: 'ingress' | 'egress') =>
    [
      ...blocks(values, direction),
      ...state
        .referring('aws_security_group_rule', 'security_group_id', values)
        .filter((rule) => text(rule, 'type') === direction),
      ...state.referring(`aws_vpc_security_group_${direction}_rule`, 'security_group_id', values),
    ].map((rule) => permission(rule, id));
  return {
    GroupName: text(values, 'name'),
    VpcId: text(values, 'vpc_id'),
    IpPermissions: rulesOf('ingress'),
    IpPermissionsEgress: rulesOf('egress'),
  };
}
