import type { Ternary } from '../access/aws/ternary.ts';
import type { Cause } from '../claim.ts';
import type { PropsOf } from '../schema/index.ts';

/** How an endpoint lies towards the internet. */
export interface Exposure {
  /** Undefined where nothing new is known. */
  exposure: PropsOf<'Endpoint'>['exposure'];
  /** Whether anybody's request gets through to what answers, and why. */
  value: Ternary;
  because: Cause[][];
}

/** Nobody gets through. */
export const closed = (exposure: Exposure['exposure']): Exposure => ({
  exposure,
  value: false,
  because: [],
});

/**
 * Whether an endpoint lets a caller through without asking who it is. Whom an authoriser of one's own
 * lets in is not known.
 */
export function unasked(authn: unknown, endpoint: string): Ternary {
  if (authn === 'none') return true;
  return authn === 'custom' || authn === 'unknown' ? [`authorizer of ${endpoint}`] : false;
}
