import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { embedded, managed, type AppliedPolicy, type PolicyKind } from './applied-policy.ts';
import { managedPolicy } from './managed-policies.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object';

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A managed policy as the account's own answers hold it, else as AWS publishes it. */
export const managedBy = (view: View, arn: string, kind: PolicyKind): AppliedPolicy =>
  managed(arn, kind, view.node(arn)?.props['document'] ?? managedPolicy(arn));

/** ARNs of the managed policies that are attached to a user, role or group. */
export const attachedTo = ({ props }: Node): string[] => listOf(props['attached']).map(String);

/** Tags of a user or role, which AWS leaves out where there are none; undefined where nobody collected it. */
export function tagsOf({ props, stub }: Node): Readonly<Record<string, string>> | undefined {
  const tags = props['tags'] as Record<string, string> | undefined;
  return tags ?? (stub ? undefined : {});
}

/** Policies that a user, role or group carries itself. */
export function policiesOf(view: View, node: Node, kind: PolicyKind): AppliedPolicy[] {
  const { uid, props } = node;
  const inline = listOf(props['inline']).flatMap((policy) =>
    isRecord(policy)
      ? [embedded(uid, `inline:${String(policy['name'])}`, kind, policy['document'])]
      : [],
  );
  const attached = attachedTo(node).map((arn) => managedBy(view, arn, kind));
  return [...inline, ...attached];
}

/** What a principal's own side says. */
export interface IdentityPolicies {
  policies: AppliedPolicy[];
  boundary: AppliedPolicy | null;
  /** What nobody collected; null where nothing is missing. */
  missing: string | null;
}

/** Policies of a user or role, with those of a user's groups. */
export function identityPolicies(view: View, node: Node): IdentityPolicies {
  const { uid, stub, props } = node;
  const { inline, attached, boundary } = props;
  const unread = stub || (inline === undefined && attached === undefined);
  const groups = view.out(uid, 'MEMBER_OF').map(({ to }) => view.node(to) ?? to);
  const known = groups.flatMap((group) => (typeof group === 'string' || group.stub ? [] : [group]));
  const lost = groups.find((group) => typeof group === 'string' || group.stub);
  const missing = unread ? uid : typeof lost === 'object' ? lost.uid : lost;
  return {
    policies: [
      ...policiesOf(view, node, 'identity'),
      ...known.flatMap((group) => policiesOf(view, group, 'group')),
    ],
    boundary: typeof boundary === 'string' ? managedBy(view, boundary, 'boundary') : null,
    missing: missing === undefined ? null : `policies of ${missing}`,
  };
}
