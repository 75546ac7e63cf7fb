import type { Node } from '../entity.ts';
import type { ReachAnswer, ReachQuery } from '../projection/search.ts';
import { held, type Capability } from '../schema/capability.ts';
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
 * foothold inside. The reach of the internet is computed once, when first asked for.
 */
export function exposureOf(reach: (query: ReachQuery) => ReachAnswer) {
  let known: Map<string, [Capability, number][]> | undefined;
  const fromInternet = (uid: string) => {
    if (!known) {
      known = new Map();
      const { owned } = nodeKinds.Internet;
      for (const { uid: there, capability, likelihood } of reach({
        from: [{ uid: 'internet', capability: owned }],
      }).reached)
        known.set(there, [...(known.get(there) ?? []), [capability, likelihood]]);
    }
    return known.get(uid) ?? [];
  };

  return ({ uid, kind, props }: Node, needs: Capability): Exposure => {
    if (kind === 'Internet') return { start: priors.start.outside, untrusted: true };
    if (kind === 'ExternalContent')
      return {
        start: trusts[String(props['trust'])] ?? priors.start.outside,
        untrusted: props['trust'] !== 'partner',
      };
    const likelihoods = fromInternet(uid)
      .filter(([capability]) => held[capability].has(needs))
      .map(([, likelihood]) => likelihood);
    const likely = Math.max(0, ...likelihoods);
    const { inside } = priors.start;
    return { start: Math.max(inside, likely), untrusted: likely > inside };
  };
}
