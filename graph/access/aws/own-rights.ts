/** On what an IAM permission is needed to raise or to become a principal. */
export type RightOn =
  /** The user or role that is raised or taken. */
  | 'target'
  /** A customer's managed policy that is attached to the target or to a group of its. */
  | 'policy'
  /** The same, where an older version of it gives every right. */
  | 'old-version'
  /** A group that the target is in. */
  | 'group'
  /** A group whose members administer the account. */
  | 'admin-group'
  /** The target, once its trust policy names the caller. */
  | 'rewritten-trust';

/** A way by IAM itself to gain another principal, or every right. */
export interface OwnRight {
  needs: readonly (readonly [action: string, on: RightOn])[];
  /** Who is raised or taken: the caller itself, or another principal of the account. */
  of: 'self' | 'other';
  /** What the target must be. */
  target: 'user' | 'role' | 'either';
  gains: 'target' | 'account';
  /** Whether the target must have a password, or must not. */
  password?: boolean;
  /** Ids in the catalogue pathfinding.cloud (DataDog, Apache-2.0, 84dd65c). */
  refs?: readonly string[];
}

type Needs = OwnRight['needs'];
const account = { gains: 'account' } as const;

/** The target's own rights become every right. */
const raiseUser = [
  { needs: [['iam:PutUserPolicy', 'target']] satisfies Needs, self: 'iam-007', key: 'iam-018' },
  { needs: [['iam:AttachUserPolicy', 'target']] satisfies Needs, self: 'iam-008', key: 'iam-015' },
] as const;
const raiseRole = [
  {
    needs: [['iam:PutRolePolicy', 'target']] satisfies Needs,
    self: 'iam-005',
    assumed: 'iam-017',
    trust: 'iam-021',
  },
  {
    needs: [['iam:AttachRolePolicy', 'target']] satisfies Needs,
    self: 'iam-009',
    assumed: 'iam-014',
    trust: 'iam-019',
  },
] as const;

const newVersion: Needs = [['iam:CreatePolicyVersion', 'policy']];
const newKey: Needs = [['iam:CreateAccessKey', 'target']];
const newTrust: Needs = [
  ['iam:UpdateAssumeRolePolicy', 'target'],
  ['sts:AssumeRole', 'rewritten-trust'],
];
const assume: Needs = [['sts:AssumeRole', 'target']];

/** Every known way; a new one is a row. */
export const ownRights: readonly OwnRight[] = [
  ...raiseUser.map(({ needs, self }): OwnRight => ({
    ...account,
    of: 'self',
    target: 'user',
    needs,
    refs: [self],
  })),
  ...raiseRole.map(({ needs, self }): OwnRight => ({
    ...account,
    of: 'self',
    target: 'role',
    needs,
    refs: [self],
  })),
  { ...account, of: 'self', target: 'either', needs: newVersion, refs: ['iam-001'] },
  {
    ...account,
    of: 'self',
    target: 'either',
    needs: [['iam:SetDefaultPolicyVersion', 'old-version']],
  },
  {
    ...account,
    of: 'self',
    target: 'user',
    needs: [['iam:AttachGroupPolicy', 'group']],
    refs: ['iam-010'],
  },
  {
    ...account,
    of: 'self',
    target: 'user',
    needs: [['iam:PutGroupPolicy', 'group']],
    refs: ['iam-011'],
  },
  {
    ...account,
    of: 'self',
    target: 'user',
    needs: [['iam:AddUserToGroup', 'admin-group']],
    refs: ['iam-013'],
  },
  { of: 'other', target: 'user', gains: 'target', needs: newKey, refs: ['iam-002'] },
  {
    of: 'other',
    target: 'user',
    gains: 'target',
    needs: [...newKey, ['iam:DeleteAccessKey', 'target']],
    refs: ['iam-003'],
  },
  {
    of: 'other',
    target: 'user',
    gains: 'target',
    password: false,
    needs: [['iam:CreateLoginProfile', 'target']],
    refs: ['iam-004'],
  },
  {
    of: 'other',
    target: 'user',
    gains: 'target',
    password: true,
    needs: [['iam:UpdateLoginProfile', 'target']],
    refs: ['iam-006'],
  },
  { of: 'other', target: 'role', gains: 'target', needs: newTrust, refs: ['iam-012'] },
  ...raiseUser.map(({ needs, key }): OwnRight => ({
    ...account,
    of: 'other',
    target: 'user',
    needs: [...needs, ...newKey],
    refs: [key],
  })),
  ...raiseRole.flatMap(({ needs, assumed, trust }): OwnRight[] => [
    { ...account, of: 'other', target: 'role', needs: [...needs, ...assume], refs: [assumed] },
    { ...account, of: 'other', target: 'role', needs: [...needs, ...newTrust], refs: [trust] },
  ]),
  {
    ...account,
    of: 'other',
    target: 'role',
    needs: [...newVersion, ...assume],
    refs: ['iam-016'],
  },
  {
    ...account,
    of: 'other',
    target: 'role',
    needs: [...newVersion, ...newTrust],
    refs: ['iam-020'],
  },
];
