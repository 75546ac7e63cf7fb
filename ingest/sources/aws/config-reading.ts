import ec2 from './ec2.ts';
import iam from './iam.ts';
import lambda from './lambda.ts';
import type { AwsService } from './service.ts';

/** The call whose answer says what AWS Config says of a type of resource. */
export interface Reading {
  service: AwsService;
  operation: string;
  /** The answer that a configuration amounts to. */
  answer(configuration: unknown): unknown;
  /** Subject of the claim on a resource, by its ARN. */
  subject(arn: string): string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Keys whose value is a map with names of its users' choice. */
const maps = new Set(['variables', 'tags']);

/** The same with keys that begin with capitals, as the provider's interfaces write them. */
function capitals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitals);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      maps.has(key.toLowerCase()) && isObject(inner) ? inner : capitals(inner),
    ]),
  );
}

/** Config writes the addresses of a rule as texts; newer items have the objects beside them. */
function withRanges(permission: unknown): unknown {
  if (!isObject(permission)) return permission;
  const { IpRanges, Ipv4Ranges, PrefixListIds } = permission;
  const objects = (list: unknown, key: string) =>
    Array.isArray(list)
      ? list.map((one: unknown) => (typeof one === 'string' ? { [key]: one } : one))
      : list;
  return {
    ...permission,
    IpRanges: objects(Ipv4Ranges ?? IpRanges, 'CidrIp'),
    PrefixListIds: objects(PrefixListIds, 'PrefixListId'),
  };
}

function group(value: unknown): unknown {
  if (!isObject(value)) return value;
  const rules = (list: unknown) => (Array.isArray(list) ? list.map(withRanges) : list);
  return {
    ...value,
    IpPermissions: rules(value['IpPermissions']),
    IpPermissionsEgress: rules(value['IpPermissionsEgress']),
  };
}

const itself = (value: unknown) => value;

const listed = (
  service: AwsService,
  operation: string,
  items: string,
  change: (value: unknown) => unknown = itself,
): Reading => ({
  service,
  operation,
  answer: (configuration) => ({ [items]: [change(capitals(configuration))] }),
  subject: itself as (arn: string) => string,
});

const inIam = (items: string) => listed(iam, 'get-account-authorization-details', items);

const readings: Readonly<Record<string, Reading>> = {
  'aws::ec2::instance': {
    ...listed(ec2, 'describe-instances', 'Reservations', (instance) => ({ Instances: [instance] })),
    // A reservation is named by its only instance where its own id is not told.
    subject: (arn) => arn.replace(':instance/', ':reservation/'),
  },
  'aws::ec2::securitygroup': listed(ec2, 'describe-security-groups', 'SecurityGroups', group),
  'aws::ec2::subnet': listed(ec2, 'describe-subnets', 'Subnets'),
  'aws::ec2::vpc': listed(ec2, 'describe-vpcs', 'Vpcs'),
  'aws::ec2::routetable': listed(ec2, 'describe-route-tables', 'RouteTables'),
  'aws::ec2::networkacl': listed(ec2, 'describe-network-acls', 'NetworkAcls'),
  'aws::ec2::internetgateway': listed(ec2, 'describe-internet-gateways', 'InternetGateways'),
  'aws::ec2::networkinterface': listed(ec2, 'describe-network-interfaces', 'NetworkInterfaces'),
  'aws::iam::role': inIam('RoleDetailList'),
  'aws::iam::user': inIam('UserDetailList'),
  'aws::iam::group': inIam('GroupDetailList'),
  'aws::iam::policy': inIam('Policies'),
  'aws::lambda::function': listed(lambda, 'list-functions', 'Functions'),
};

/** How a type of resource is read; undefined for one that is not. */
export const readingOf = (type: string): Reading | undefined => readings[type.toLowerCase()];
