import type { Cause } from '../claim.ts';
import { priors } from '../findings/priors.ts';

/** True for an element of a policy of the provider: nobody edits it, it can only be detached. */
export const isManaged = ({ holder }: Pick<Cause, 'holder'>): boolean =>
  holder.startsWith(priors.managed);
