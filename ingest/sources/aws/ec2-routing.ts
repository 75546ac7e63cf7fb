import { z } from 'zod';
import { sorted } from '../../../graph/network/config.ts';
import type { AwsCall } from './call.ts';
import { common, elements, text } from './ec2-elements.ts';
import { portsOf, protocolOf } from './ec2-rules.ts';

const associations = z.array(z.looseObject({ SubnetId: text, Main: z.boolean().nullish() }));

const route = z.looseObject({
  DestinationCidrBlock: text,
  DestinationIpv6CidrBlock: text,
  DestinationPrefixListId: text,
  State: text,
});

/** What carries the traffic of a route on, by the name of the field that says so. */
const carriers = [
  'GatewayId',
  'EgressOnlyInternetGatewayId',
  'NatGatewayId',
  'TransitGatewayId',
  'VpcPeeringConnectionId',
  'NetworkInterfaceId',
  'InstanceId',
  'CarrierGatewayId',
  'LocalGatewayId',
  'CoreNetworkArn',
];

function routesOf(routes: readonly z.infer<typeof route>[]) {
  return routes
    .filter(({ State }) => State !== 'blackhole')
    .flatMap((item) => {
      const destination =
        item.DestinationCidrBlock ?? item.DestinationIpv6CidrBlock ?? item.DestinationPrefixListId;
      const target = carriers.map((field) => item[field]).find((id) => typeof id === 'string');
      // Every table has the local route of its VPC, and infrastructure code leaves it out.
      return destination && typeof target === 'string' && target !== 'local'
        ? [{ destination, target }]
        : [];
    })
    .sort((a, b) => (a.destination + a.target < b.destination + b.target ? -1 : 1));
}

/** Calls about how traffic is routed and filtered between subnets, by operation. */
export const routing: Readonly<Record<string, AwsCall>> = {
  'describe-route-tables': elements({
    items: 'RouteTables',
    mark: 'RouteTableId',
    type: 'route-table',
    form: z.looseObject({
      ...common,
      RouteTableId: z.string().min(1),
      VpcId: z.string().min(1),
      Associations: associations.nullish(),
      Routes: z.array(route),
    }),
    id: ({ RouteTableId }) => RouteTableId,
    config: ({ VpcId, Associations, Routes }) => ({
      vpc: VpcId,
      main: (Associations ?? []).some(({ Main }) => Main === true),
      subnets: sorted((Associations ?? []).map(({ SubnetId }) => SubnetId)),
      routes: routesOf(Routes),
    }),
    within: ({ VpcId }) => [VpcId],
  }),
  'describe-network-acls': elements({
    items: 'NetworkAcls',
    mark: 'NetworkAclId',
    type: 'network-acl',
    form: z.looseObject({
      ...common,
      NetworkAclId: z.string().min(1),
      VpcId: z.string().min(1),
      Associations: associations.nullish(),
      Entries: z
        .array(
          z.looseObject({
            Egress: z.boolean(),
            RuleNumber: z.number(),
            RuleAction: z.string(),
            Protocol: z.union([z.string(), z.number()]),
            CidrBlock: text,
            Ipv6CidrBlock: text,
            PortRange: z
              .looseObject({ From: z.number().nullish(), To: z.number().nullish() })
              .nullish(),
          }),
        )
        .nullish(),
    }),
    id: ({ NetworkAclId }) => NetworkAclId,
    config: ({ VpcId, Associations, Entries }) => ({
      vpc: VpcId,
      subnets: sorted((Associations ?? []).map(({ SubnetId }) => SubnetId)),
      entries: (Entries ?? [])
        .map((entry) => {
          const protocol = protocolOf(entry.Protocol);
          return {
            egress: entry.Egress,
            number: entry.RuleNumber,
            allow: entry.RuleAction === 'allow',
            protocol,
            cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '',
            ...portsOf(protocol, entry.PortRange?.From, entry.PortRange?.To),
          };
        })
        .sort((a, b) => Number(a.egress) - Number(b.egress) || a.number - b.number),
    }),
    within: ({ VpcId }) => [VpcId],
  }),
};
