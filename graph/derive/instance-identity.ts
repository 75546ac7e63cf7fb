import { machine } from '../network/config.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

/** Roles by the instance profiles that hold them. */
function rolesByProfile(view: View): ReadonlyMap<string, string[]> {
  const roles = new Map<string, string[]>();
  for (const { uid, stub, props } of view.nodesOf('Identity')) {
    const profiles: unknown = stub ? undefined : props['instanceProfiles'];
    for (const profile of Array.isArray(profiles) ? (profiles as string[]) : [])
      roles.set(profile, [...(roles.get(profile) ?? []), uid]);
  }
  return roles;
}

/** Machines that have a profile, by uid. */
function profiles(view: View): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { uid, stub, props } of view.nodesOf('Workload')) {
    const profile = stub ? undefined : machine.safeParse(props['config']).data?.instanceProfile;
    if (profile !== undefined) found.set(uid, profile);
  }
  return found;
}

/**
 * An EC2 instance names its instance profile, and only the role names the profiles that it is in
 * (IAM User Guide, "Using instance profiles").
 */
export default derivation({
  name: 'instance-identity',
  doc: 'Which role an instance acts as, through its instance profile.',
  after: [],
  reads: { nodes: ['Workload', 'Identity'], edges: [] },
  index: (view) => ({ profiles: profiles(view), roles: rolesByProfile(view) }),
  subjects: ({ profiles: known }) => known.keys(),
  derive(uid, { profiles: known, roles }, emit) {
    const profile = known.get(uid);
    for (const role of roles.get(profile ?? '') ?? [])
      emit.edge(
        'ACTS_AS',
        { kind: 'Workload', uid },
        { kind: 'Identity', uid: role },
        { configured: true },
        [
          [
            {
              id: `${uid}#instance-profile`,
              type: 'instance-profile',
              holder: uid,
              say: `instance profile ${profile?.split('/').at(-1) ?? ''}`,
            },
          ],
        ],
      );
  },
});
