import { z } from 'zod';
import { sorted, type NetworkInterface } from '../../../graph/network/config.ts';
import type { PropsOf } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { holdSecrets } from '../../hold-secrets.ts';
import { secretsInText } from '../../secrets.ts';
import type { Answer } from './answer.ts';
import { inNetwork } from './attachments.ts';
import { list, one } from './call.ts';
import { ec2Arn } from './ec2-place.ts';
import { tagsOf } from './shapes.ts';

const text = z.string().nullish();
const groups = z.array(z.looseObject({ GroupId: z.string().min(1) })).nullish();

/** `InstanceNetworkInterface` and `NetworkInterface` of the EC2 API, as far as they agree. */
export const interfaceShape = z.looseObject({
  NetworkInterfaceId: text,
  SubnetId: text,
  VpcId: text,
  Groups: groups,
  PrivateIpAddress: text,
  Association: z.looseObject({ PublicIp: text }).nullish(),
  PrivateIpAddresses: z
    .array(
      z.looseObject({
        PrivateIpAddress: text,
        Association: z.looseObject({ PublicIp: text }).nullish(),
      }),
    )
    .nullish(),
  Ipv6Addresses: z.array(z.looseObject({ Ipv6Address: text })).nullish(),
});

/** Global unicast addresses, which are the only IPv6 addresses that the internet routes (RFC 4291). */
const isGlobal = (address: string | null | undefined) => /^[23][0-9a-f]{3}:/i.test(address ?? '');

/** One interface in the common form. */
export const interfaceOf = (eni: z.infer<typeof interfaceShape>): NetworkInterface => ({
  ...(eni.VpcId && { vpc: eni.VpcId }),
  ...(eni.SubnetId && { subnet: eni.SubnetId }),
  securityGroups: sorted((eni.Groups ?? []).map(({ GroupId }) => GroupId)),
  privateAddresses: sorted([
    eni.PrivateIpAddress,
    ...(eni.PrivateIpAddresses ?? []).map((address) => address.PrivateIpAddress),
  ]),
  publicAddresses: sorted([
    eni.Association?.PublicIp,
    ...(eni.PrivateIpAddresses ?? []).map((address) => address.Association?.PublicIp),
    ...(eni.Ipv6Addresses ?? []).map((address) => address.Ipv6Address).filter(isGlobal),
  ]),
});

const instanceShape = z.looseObject({
  InstanceId: z.string().min(1),
  ImageId: text,
  State: z.looseObject({ Name: text }).nullish(),
  LaunchTime: text,
  Placement: z.looseObject({ AvailabilityZone: text }).nullish(),
  SubnetId: text,
  VpcId: text,
  PrivateIpAddress: text,
  PublicIpAddress: text,
  Ipv6Address: text,
  SecurityGroups: groups,
  NetworkInterfaces: z.array(interfaceShape).nullish(),
  IamInstanceProfile: z.looseObject({ Arn: text }).nullish(),
  MetadataOptions: z
    .looseObject({
      HttpTokens: text,
      HttpEndpoint: text,
      HttpPutResponseHopLimit: z.number().nullish(),
    })
    .nullish(),
  Tags: z.unknown().optional(),
});

type Instance = z.infer<typeof instanceShape>;

/** Its interfaces; where the answer leaves them out, the one that its own fields describe. */
const interfacesOf = (instance: Instance): NetworkInterface[] =>
  (instance.NetworkInterfaces?.length
    ? instance.NetworkInterfaces
    : [
        {
          SubnetId: instance.SubnetId,
          VpcId: instance.VpcId,
          Groups: instance.SecurityGroups,
          PrivateIpAddress: instance.PrivateIpAddress,
          Association: { PublicIp: instance.PublicIpAddress },
          Ipv6Addresses: [{ Ipv6Address: instance.Ipv6Address }],
        },
      ]
  ).map(interfaceOf);

/** Version of the metadata service that answers: v1 needs no token. Unknown where nothing is said. */
function imds({ MetadataOptions: options }: Instance): PropsOf<'Workload'>['imdsVersion'] {
  if (options?.HttpEndpoint === 'disabled') return 'none';
  if (options?.HttpTokens === 'required') return 'v2';
  return options?.HttpTokens === 'optional' ? 'v1' : undefined;
}

function putInstance(
  instance: Instance,
  owner: string | null | undefined,
  claim: ClaimBuilder,
  answer: Answer,
) {
  const zone = instance.Placement?.AvailabilityZone;
  const uid = ec2Arn(answer, 'instance', instance.InstanceId, { owner, zone });
  const interfaces = interfacesOf(instance);
  const tags = tagsOf(instance.Tags);
  const profile = instance.IamInstanceProfile?.Arn;
  const workload = answer.own(claim, 'Workload', uid, {
    name: tags?.['Name'] || instance.InstanceId,
    type: 'ec2-instance',
    tags,
    createdAt: instance.LaunchTime ?? undefined,
    state: instance.State?.Name ?? undefined,
    imdsVersion: imds(instance),
    imdsHopLimit: instance.MetadataOptions?.HttpPutResponseHopLimit ?? undefined,
    publicAddress: instance.PublicIpAddress ?? interfaces.flatMap((eni) => eni.publicAddresses)[0],
    config: {
      ...(profile && { instanceProfile: profile }),
      ...(instance.ImageId && { image: instance.ImageId }),
      interfaces,
    },
  });
  inNetwork(
    claim,
    workload,
    ...interfaces.flatMap((eni) => [eni.subnet, eni.securityGroups, eni.vpc]),
  );
}

/** `ec2 describe-instances`. A reservation was launched as one, and may hold several instances. */
export const instances = list({
  sign: ['Reservations'],
  items: 'Reservations',
  item: z.looseObject({
    ReservationId: text,
    OwnerId: text,
    Instances: z.array(instanceShape),
  }),
  id({ ReservationId, OwnerId, Instances: [first] }, answer) {
    const id = ReservationId ?? first?.InstanceId ?? 'empty';
    return ec2Arn(answer, 'reservation', id, {
      owner: OwnerId,
      zone: first?.Placement?.AvailabilityZone,
    });
  },
  map({ OwnerId, Instances }, claim, answer) {
    for (const instance of Instances)
      if (instance.State?.Name !== 'terminated') putInstance(instance, OwnerId, claim, answer);
  },
});

/** `ec2 describe-instance-attribute --attribute userData`: what a start script gives away. */
export const instanceAttribute = one({
  sign: ['InstanceId', 'UserData'],
  each: {
    operation: 'describe-instances',
    query: 'Reservations[].Instances[].InstanceId',
    option: '--instance-id',
  },
  options: '--attribute userData',
  answer: z.looseObject({
    InstanceId: z.string().min(1),
    UserData: z.looseObject({ Value: text }).nullish(),
  }),
  map({ InstanceId, UserData }, answer) {
    if (!UserData?.Value) return;
    const data = Buffer.from(UserData.Value, 'base64');
    const uid = answer.arn('ec2', `instance/${InstanceId}`);
    const claim = answer.claim(uid);
    if (data[0] === 0x1f && data[1] === 0x8b)
      return answer.unresolved('compressed user data of an instance');
    const found = secretsInText(data.toString('utf8'));
    holdSecrets(claim, claim.ref('Workload', uid), found, 'user data', (secret) =>
      answer.digest(secret),
    );
  },
});
