import type { Need } from './effect.ts';

/** A way to have a service run code of the caller's under a role that the caller passes to it. */
export interface PassedRole {
  /** Needed beside `iam:PassRole` on the role. */
  needs: readonly Need[];
  /** One of these services is given the role, and the role must trust it. */
  services: readonly string[];
  /** The role reaches the machine in an instance profile. */
  profile?: true;
  /** A cluster of this form must exist. */
  cluster?: string;
  candidate?: string;
  /** Ids in the catalogue pathfinding.cloud (DataDog, Apache-2.0, 84dd65c). */
  refs?: readonly string[];
}
