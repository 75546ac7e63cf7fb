import type { Node } from '../entity.ts';
import type { Reachable } from '../projection/reachable.ts';
import type { ReachQuery } from '../projection/search.ts';
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
export function exposureOf(reachable: (query: ReachQuery) => Pick<Reachable, 'at'>) {
  let known: Pick<Reachable, 'at'> | undefined;
  const fromInternet = (uid: string) => {
    const { owned } = nodeKinds.Internet;
    known ??= reachable({ from: [{ uid: 'internet', capability: owned }] });
    return known.at(uid);
  };

  return ({ uid, kind, props }: Node, needs: Capability): Exposure => {
    if (kind === 'Internet') return { start: priors.start.outside, untrusted: true };
    if (kind === 'ExternalContent')
      return {
        start: trusts[String(props['trust'])] ?? priors.start.outside,
        untrusted: props['trust'] !== 'partner',
      };
    const likelihoods = fromInternet(uid)
      .filter(({ capability }) => held[capability].has(needs))
      .map(({ likelihood }) => likelihood);
    const likely = Math.max(0, ...likelihoods);
    const { inside } = priors.start;
    return { start: Math.max(inside, likely), untrusted: likely > inside };
  };
}
