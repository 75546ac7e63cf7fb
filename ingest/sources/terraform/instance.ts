import ec2 from '../aws/ec2.ts';
import { answer, type Conversions } from './conversion.ts';
import type { State } from './state.ts';
import { block, flag, number, tags, text, texts, type Values } from './values.ts';

/** ARN of an instance profile, which an instance names. */
function profileArn(name: string | undefined, state: State): string | undefined {
  if (name === undefined || name.startsWith('arn:')) return name;
  const profile = state.find('aws_iam_instance_profile', 'name', name);
  return (
    text(profile, 'arn') ??
    state.arn({}, 'iam', `instance-profile/${name}`, { global: true }) ??
    undefined
  );
}

/** Start script as AWS answers it; older providers keep only its SHA-1, which says nothing. */
function userData(values: Values): string | undefined {
  const plain = text(values, 'user_data');
  const encoded = text(values, 'user_data_base64');
  if (encoded !== undefined) return encoded;
  return plain === undefined || /^[0-9a-f]{40}$/.test(plain)
    ? undefined
    : Buffer.from(plain).toString('base64');
}

/**
 * Its public address; one to be, by its id, where the plan asks for one or its subnet gives one and
 * nothing is told of it yet.
 */
function publicAddress(values: Values, state: State): string | undefined {
  if (Object.hasOwn(values, 'public_ip')) return text(values, 'public_ip');
  const subnet = state.find('aws_subnet', 'id', text(values, 'subnet_id'));
  const given =
    flag(values, 'associate_public_ip_address') ?? flag(subnet, 'map_public_ip_on_launch');
  return given ? text(values, 'id') : undefined;
}

export const instanceConversions: Conversions = {
  aws_instance(values, state) {
    const InstanceId = text(values, 'id');
    if (InstanceId === undefined) return null;
    const options = block(values, 'metadata_options');
    const Arn = profileArn(text(values, 'iam_instance_profile'), state);
    const Name = text(values, 'instance_state');
    const instance = {
      InstanceId,
      ImageId: text(values, 'ami'),
      ...(Name && { State: { Name } }),
      Placement: { AvailabilityZone: text(values, 'availability_zone') },
      SubnetId: text(values, 'subnet_id'),
      PrivateIpAddress: text(values, 'private_ip'),
      PublicIpAddress: publicAddress(values, state),
      SecurityGroups: texts(values, 'vpc_security_group_ids').map((GroupId) => ({ GroupId })),
      ...(Arn && { IamInstanceProfile: { Arn } }),
      ...(options && {
        MetadataOptions: {
          HttpTokens: text(options, 'http_tokens'),
          HttpEndpoint: text(options, 'http_endpoint'),
          HttpPutResponseHopLimit: number(options, 'http_put_response_hop_limit'),
        },
      }),
      Tags: tags(values),
    };
    const Value = userData(values);
    const data = { InstanceId, UserData: { Value } };
    return [
      answer(ec2, 'describe-instances', {
        Reservations: [{ OwnerId: state.home.account, Instances: [instance] }],
      }),
      ...(Value ? [answer(ec2, 'describe-instance-attribute', data, InstanceId)] : []),
    ];
  },
};
