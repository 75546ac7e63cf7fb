import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { PropsOf } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { documentOf, tagsOf } from './shapes.ts';

const attached = z.array(z.looseObject({ PolicyArn: z.string().min(1) })).nullish();
const inline = z
  .array(z.looseObject({ PolicyName: z.string(), PolicyDocument: z.unknown().optional() }))
  .nullish();

const principal = {
  Arn: z.string().startsWith('arn:'),
  CreateDate: z.string().nullish(),
  Tags: z.unknown().optional(),
  AttachedManagedPolicies: attached,
  PermissionsBoundary: z.looseObject({ PermissionsBoundaryArn: z.string().nullish() }).nullish(),
};

/** `UserDetail` and `User` of the IAM API. */
export const userShape = z.looseObject({
  ...principal,
  UserName: z.string().min(1),
  UserId: z.string().nullish(),
  PasswordLastUsed: z.string().nullish(),
  GroupList: z.array(z.string().min(1)).nullish(),
  UserPolicyList: inline,
});

/** `RoleDetail` and `Role` of the IAM API. */
export const roleShape = z.looseObject({
  ...principal,
  RoleName: z.string().min(1),
  RoleId: z.string().nullish(),
  Path: z.string().nullish(),
  AssumeRolePolicyDocument: z.unknown().optional(),
  RolePolicyList: inline,
  InstanceProfileList: z.array(z.looseObject({ Arn: z.string() })).nullish(),
  RoleLastUsed: z.looseObject({ LastUsedDate: z.string().nullish() }).nullish(),
});

/** `GroupDetail` of the IAM API. */
export const groupShape = z.looseObject({
  Arn: z.string().startsWith('arn:'),
  GroupName: z.string().min(1),
  CreateDate: z.string().nullish(),
  GroupPolicyList: inline,
  AttachedManagedPolicies: attached,
});

type User = z.infer<typeof userShape>;
type Role = z.infer<typeof roleShape>;
type Group = z.infer<typeof groupShape>;

/** Inline documents by name. One that is no JSON stays text, so that who evaluates it can say so. */
const inlineOf = (policies: z.infer<typeof inline>) =>
  policies?.map(({ PolicyName, PolicyDocument }) => ({
    name: PolicyName,
    document: documentOf(PolicyDocument),
  }));

const attachedOf = (policies: z.infer<typeof attached>) =>
  policies?.map(({ PolicyArn }) => PolicyArn);

const boundaryOf = ({ PermissionsBoundary }: User | Role) =>
  PermissionsBoundary?.PermissionsBoundaryArn ?? undefined;

const common = (item: User | Role) => ({
  createdAt: item.CreateDate ?? undefined,
  tags: tagsOf(item.Tags),
  attached: attachedOf(item.AttachedManagedPolicies),
  boundary: boundaryOf(item),
});

/** What IAM says of a user. */
export const userProps = (user: User): PropsOf<'Identity'> => ({
  ...common(user),
  name: user.UserName,
  subtype: 'user',
  uniqueId: user.UserId ?? undefined,
  lastUsed: user.PasswordLastUsed ?? undefined,
  inline: inlineOf(user.UserPolicyList),
});

/** True where the trust document names AWS services and nobody else. */
function servicesOnly(trust: unknown): boolean {
  const { Statement } = (trust ?? {}) as { Statement?: unknown };
  const statements = [Statement ?? []].flat() as ({ Principal?: unknown } | null)[];
  return (
    statements.length > 0 &&
    statements.every((statement) => {
      const Principal = statement?.Principal;
      const names =
        Principal !== null && typeof Principal === 'object' ? Object.keys(Principal) : [];
      return names.length === 1 && names[0] === 'Service';
    })
  );
}

/** What IAM says of a role. */
export function roleProps(role: Role): PropsOf<'Identity'> {
  const trust = documentOf(role.AssumeRolePolicyDocument);
  return {
    ...common(role),
    name: role.RoleName,
    subtype: 'role',
    uniqueId: role.RoleId ?? undefined,
    lastUsed: role.RoleLastUsed?.LastUsedDate ?? undefined,
    trust,
    nonHuman: servicesOnly(trust) || undefined,
    serviceLinked: role.Path?.startsWith('/aws-service-role/') || undefined,
    inline: inlineOf(role.RolePolicyList),
    instanceProfiles: role.InstanceProfileList?.map(({ Arn }) => Arn),
  };
}

/** What IAM says of a group. */
export const groupProps = (group: Group): PropsOf<'Group'> => ({
  name: group.GroupName,
  createdAt: group.CreateDate ?? undefined,
  inline: inlineOf(group.GroupPolicyList),
  attached: attachedOf(group.AttachedManagedPolicies),
});

/** Edges to the managed policies that apply; what is attached and boundary at once counts as attached. */
export function hasPolicies(
  claim: ClaimBuilder,
  node: Ref<'Identity' | 'Group'>,
  { attached = [], boundary }: { attached?: string[] | undefined; boundary?: string | undefined },
): void {
  const as = new Map<string, 'identity' | 'boundary'>();
  if (boundary?.startsWith('arn:')) as.set(boundary, 'boundary');
  for (const policy of attached) as.set(policy, 'identity');
  for (const [policy, role] of as)
    claim.edge('HAS_POLICY', node, claim.ref('Policy', policy), { as: role });
}
