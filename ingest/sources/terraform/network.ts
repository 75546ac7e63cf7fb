import ec2 from '../aws/ec2.ts';
import { answer, type Conversions, type Convert } from './conversion.ts';
import { routeTable } from './routes.ts';
import { securityGroup } from './security-group.ts';
import type { State } from './state.ts';
import { blocks, flag, number, tags, text, texts, type Values } from './values.ts';

/** What most elements of a network have. */
const common = (values: Values, { home }: State) => ({
  OwnerId: text(values, 'owner_id') ?? home.account,
  AvailabilityZone: text(values, 'availability_zone'),
  Tags: tags(values),
});

/** An element of a network: one item of a list, known by its id. */
export const element =
  (
    operation: string,
    items: string,
    idKey: string,
    item: (values: Values, state: State) => object,
  ): Convert =>
  (values, state) => {
    const id = text(values, 'id');
    if (id === undefined) return null;
    const described = { ...common(values, state), [idKey]: id, ...item(values, state) };
    return [answer(ec2, operation, { [items]: [described] })];
  };

const vpc = element('describe-vpcs', 'Vpcs', 'VpcId', (values) => ({
  CidrBlock: text(values, 'cidr_block'),
  IsDefault: flag(values, 'default') ?? false,
}));

const subnet = element('describe-subnets', 'Subnets', 'SubnetId', (values) => ({
  VpcId: text(values, 'vpc_id'),
  CidrBlock: text(values, 'cidr_block'),
  Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: text(values, 'ipv6_cidr_block') }],
  MapPublicIpOnLaunch: flag(values, 'map_public_ip_on_launch') ?? false,
}));

const group = element('describe-security-groups', 'SecurityGroups', 'GroupId', securityGroup);
const routes = element('describe-route-tables', 'RouteTables', 'RouteTableId', routeTable);

const entry = (values: Values, egress: boolean) => ({
  Egress: egress,
  RuleNumber: number(values, 'rule_no') ?? number(values, 'rule_number') ?? 0,
  RuleAction: text(values, 'action') ?? text(values, 'rule_action') ?? 'deny',
  Protocol: text(values, 'protocol') ?? '-1',
  CidrBlock: text(values, 'cidr_block'),
  Ipv6CidrBlock: text(values, 'ipv6_cidr_block'),
  PortRange: { From: number(values, 'from_port'), To: number(values, 'to_port') },
});

const acl = element('describe-network-acls', 'NetworkAcls', 'NetworkAclId', (values, state) => ({
  VpcId: text(values, 'vpc_id'),
  Associations: [
    ...texts(values, 'subnet_ids'),
    ...state
      .referring('aws_network_acl_association', 'network_acl_id', values)
      .flatMap((association) => text(association, 'subnet_id') ?? []),
  ].map((SubnetId) => ({ SubnetId })),
  Entries: [
    ...blocks(values, 'ingress').map((rule) => entry(rule, false)),
    ...blocks(values, 'egress').map((rule) => entry(rule, true)),
    ...state
      .referring('aws_network_acl_rule', 'network_acl_id', values)
      .map((rule) => entry(rule, flag(rule, 'egress') ?? false)),
  ],
}));

export const networkConversions: Conversions = {
  aws_vpc: vpc,
  aws_default_vpc: vpc,
  aws_subnet: subnet,
  aws_default_subnet: subnet,
  aws_security_group: group,
  aws_default_security_group: group,
  aws_security_group_rule: 'aws_security_group',
  aws_vpc_security_group_ingress_rule: 'aws_security_group',
  aws_vpc_security_group_egress_rule: 'aws_security_group',
  aws_route_table: routes,
  aws_default_route_table: routes,
  aws_route: 'aws_route_table',
  aws_route_table_association: 'aws_route_table',
  aws_main_route_table_association: 'aws_route_table',
  aws_network_acl: acl,
  aws_default_network_acl: acl,
  aws_network_acl_rule: 'aws_network_acl',
  aws_network_acl_association: 'aws_network_acl',
  aws_internet_gateway: element(
    'describe-internet-gateways',
    'InternetGateways',
    'InternetGatewayId',
    (values, state) => ({
      Attachments: [
        values,
        ...state.referring('aws_internet_gateway_attachment', 'internet_gateway_id', values),
      ].flatMap((attachment) => {
        const VpcId = text(attachment, 'vpc_id');
        return VpcId === undefined ? [] : [{ VpcId }];
      }),
    }),
  ),
  aws_internet_gateway_attachment: 'aws_internet_gateway',
  aws_vpc_endpoint: element(
    'describe-vpc-endpoints',
    'VpcEndpoints',
    'VpcEndpointId',
    (values) => ({
      VpcId: text(values, 'vpc_id'),
      ServiceName: text(values, 'service_name'),
      VpcEndpointType: text(values, 'vpc_endpoint_type'),
      PolicyDocument: text(values, 'policy'),
      RouteTableIds: texts(values, 'route_table_ids'),
      SubnetIds: texts(values, 'subnet_ids'),
      Groups: texts(values, 'security_group_ids').map((GroupId) => ({ GroupId })),
      PrivateDnsEnabled: flag(values, 'private_dns_enabled'),
    }),
  ),
};
