import type { Node } from '../entity.ts';
import type { Likelihoods, State } from '../projection/search.ts';
import type { Capability } from '../schema/capability.ts';
import { nodeKinds } from '../schema/index.ts';
import { priors } from './priors.ts';

/** How a path can start at a node. */
export interface Exposure {
  /** Likelihood that somebody holds the start, 0 to 1. */
  start: number;
  /** Whoever starts is not trusted, or more likely comes from the internet than from inside. */
  untrusted: boolean;
}

const trusts: Record<string, number> = {
  customer: priors.start.customer,
  partner: priors.start.partner,
};

/**
 * Tells how exposed a start is: what is outside, what the internet reaches, or else what needs a
 * foothold inside.
 */
export function exposureOf(likelihoods: (from: State, above: number) => Likelihoods) {
  const { inside } = priors.start;
  const { owned } = nodeKinds.Internet;
  return ({ uid, kind, props }: Node, needs: Capability): Exposure => {
    if (kind === 'Internet') return { start: priors.start.outside, untrusted: true };
    if (kind === 'ExternalContent')
      return {
        start: trusts[String(props['trust'])] ?? priors.start.outside,
        untrusted: props['trust'] !== 'partner',
      };
    const likely = likelihoods({ uid: 'internet', capability: owned }, inside).of(uid, needs);
    return { start: Math.max(inside, likely), untrusted: likely > inside };
  };
}
