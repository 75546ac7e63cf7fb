import type { State } from './state.ts';
import { blocks, text, type Values } from './values.ts';

/** What carries a route's traffic, in Terraform's and in AWS's words. */
const carriers = {
  gateway_id: 'GatewayId',
  egress_only_gateway_id: 'EgressOnlyInternetGatewayId',
  nat_gateway_id: 'NatGatewayId',
  transit_gateway_id: 'TransitGatewayId',
  vpc_peering_connection_id: 'VpcPeeringConnectionId',
  network_interface_id: 'NetworkInterfaceId',
  carrier_gateway_id: 'CarrierGatewayId',
  local_gateway_id: 'LocalGatewayId',
  core_network_arn: 'CoreNetworkArn',
} as const;

/** A route as a block of its table or as a resource of its own. */
const route = (values: Values) => ({
  DestinationCidrBlock: text(values, 'cidr_block') ?? text(values, 'destination_cidr_block'),
  DestinationIpv6CidrBlock:
    text(values, 'ipv6_cidr_block') ?? text(values, 'destination_ipv6_cidr_block'),
  DestinationPrefixListId:
    text(values, 'destination_prefix_list_id') ?? text(values, 'prefix_list_id'),
  ...Object.fromEntries(
    Object.entries(carriers).flatMap(([from, to]) => {
      const id = text(values, from);
      return id === undefined ? [] : [[to, id]];
    }),
  ),
});

/** A route table with its routes, and the subnets and VPC that use it. */
export function routeTable(values: Values, state: State) {
  const isMain =
    state.find('aws_vpc', 'main_route_table_id', text(values, 'id')) !== undefined ||
    state.referring('aws_main_route_table_association', 'route_table_id', values).length > 0;
  const subnets = state
    .referring('aws_route_table_association', 'route_table_id', values)
    .flatMap((association) => text(association, 'subnet_id') ?? []);
  return {
    VpcId: text(values, 'vpc_id'),
    Associations: [
      ...subnets.map((SubnetId) => ({ SubnetId, Main: false })),
      ...(isMain ? [{ Main: true }] : []),
    ],
    Routes: [
      ...blocks(values, 'route'),
      ...state.referring('aws_route', 'route_table_id', values),
    ].map(route),
  };
}
