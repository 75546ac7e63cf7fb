import { z } from 'zod';
import { sorted } from '../../../graph/network/config.ts';
import type { AwsCall } from './call.ts';
import { common, elements, text } from './ec2-elements.ts';
import { interfaceOf, interfaceShape } from './ec2-instance.ts';
import { permissionShape, rulesOf } from './ec2-rules.ts';
import { documentOf } from './shapes.ts';

const texts = z.array(z.string()).nullish();

/** Calls about networks, by operation. */
export const networks: Readonly<Record<string, AwsCall>> = {
  'describe-vpcs': elements({
    items: 'Vpcs',
    mark: 'VpcId',
    type: 'vpc',
    form: z.looseObject({
      ...common,
      VpcId: z.string().min(1),
      CidrBlock: z.string(),
      CidrBlockAssociationSet: z.array(z.looseObject({ CidrBlock: text })).nullish(),
      IsDefault: z.boolean().nullish(),
    }),
    id: ({ VpcId }) => VpcId,
    config: (vpc) => ({
      cidrs: sorted([
        vpc.CidrBlock,
        ...(vpc.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock),
      ]),
      isDefault: vpc.IsDefault ?? false,
    }),
    within: () => [],
  }),
  'describe-subnets': elements({
    items: 'Subnets',
    mark: 'SubnetId',
    type: 'subnet',
    form: z.looseObject({
      ...common,
      SubnetId: z.string().min(1),
      VpcId: z.string().min(1),
      CidrBlock: text,
      Ipv6CidrBlockAssociationSet: z.array(z.looseObject({ Ipv6CidrBlock: text })).nullish(),
      MapPublicIpOnLaunch: z.boolean(),
    }),
    id: ({ SubnetId }) => SubnetId,
    config: (subnet) => ({
      vpc: subnet.VpcId,
      cidrs: sorted([
        subnet.CidrBlock,
        ...(subnet.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
      ]),
      ...(subnet.AvailabilityZone && { zone: subnet.AvailabilityZone }),
      mapsPublicAddress: subnet.MapPublicIpOnLaunch,
    }),
    within: ({ VpcId }) => [VpcId],
  }),
  'describe-security-groups': elements({
    items: 'SecurityGroups',
    mark: 'IpPermissions',
    type: 'security-group',
    form: z.looseObject({
      ...common,
      GroupId: z.string().min(1),
      GroupName: text,
      VpcId: text,
      IpPermissions: z.array(permissionShape),
      IpPermissionsEgress: z.array(permissionShape).nullish(),
    }),
    id: ({ GroupId }) => GroupId,
    name: ({ GroupName }) => GroupName,
    config: (group) => ({
      ...(group.VpcId && { vpc: group.VpcId }),
      ingress: rulesOf(group.IpPermissions),
      egress: rulesOf(group.IpPermissionsEgress ?? []),
    }),
    within: ({ VpcId }) => [VpcId],
  }),
  'describe-internet-gateways': elements({
    items: 'InternetGateways',
    mark: 'InternetGatewayId',
    type: 'internet-gateway',
    form: z.looseObject({
      ...common,
      InternetGatewayId: z.string().min(1),
      Attachments: z.array(z.looseObject({ VpcId: text, State: text })).nullish(),
    }),
    id: ({ InternetGatewayId }) => InternetGatewayId,
    config: ({ Attachments }) => ({ vpcs: sorted((Attachments ?? []).map(({ VpcId }) => VpcId)) }),
    within: ({ Attachments }) => (Attachments ?? []).map(({ VpcId }) => VpcId),
  }),
  'describe-network-interfaces': elements({
    items: 'NetworkInterfaces',
    mark: 'NetworkInterfaceId',
    type: 'network-interface',
    form: interfaceShape.extend({
      ...common,
      NetworkInterfaceId: z.string().min(1),
      Description: text,
      Attachment: z.looseObject({ InstanceId: text }).nullish(),
      TagSet: z.unknown().optional(),
    }),
    id: ({ NetworkInterfaceId }) => NetworkInterfaceId,
    name: ({ Description }) => Description,
    config: (eni) => ({
      ...interfaceOf(eni),
      ...(eni.Attachment?.InstanceId && { instance: eni.Attachment.InstanceId }),
      ...(eni.Description && { description: eni.Description }),
    }),
    within: (eni) => [eni.SubnetId, eni.VpcId, ...(eni.Groups ?? []).map(({ GroupId }) => GroupId)],
  }),
  'describe-vpc-endpoints': elements({
    items: 'VpcEndpoints',
    mark: 'VpcEndpointId',
    type: 'vpc-endpoint',
    form: z.looseObject({
      ...common,
      VpcEndpointId: z.string().min(1),
      VpcEndpointType: text,
      VpcId: text,
      ServiceName: text,
      PolicyDocument: z.unknown().optional(),
      RouteTableIds: texts,
      SubnetIds: texts,
      Groups: z.array(z.looseObject({ GroupId: text })).nullish(),
      PrivateDnsEnabled: z.boolean().nullish(),
    }),
    id: ({ VpcEndpointId }) => VpcEndpointId,
    name: ({ ServiceName }) => ServiceName,
    config: (endpoint) => ({
      vpc: endpoint.VpcId ?? undefined,
      service: endpoint.ServiceName ?? undefined,
      endpointType: endpoint.VpcEndpointType?.toLowerCase(),
      routeTables: sorted(endpoint.RouteTableIds ?? []),
      subnets: sorted(endpoint.SubnetIds ?? []),
      securityGroups: sorted((endpoint.Groups ?? []).map(({ GroupId }) => GroupId)),
      privateDns: endpoint.PrivateDnsEnabled ?? false,
    }),
    policy: ({ PolicyDocument }) => documentOf(PolicyDocument),
    within: (endpoint) => [
      endpoint.VpcId,
      ...(endpoint.SubnetIds ?? []),
      ...(endpoint.Groups ?? []).map(({ GroupId }) => GroupId),
    ],
  }),
};
