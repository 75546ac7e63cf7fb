import type { Node } from '../entity.ts';
import type { Reachable } from '../projection/reachable.ts';
import type { Reached, ReachQuery } from '../projection/search.ts';
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

type Reach = (query: ReachQuery) => Pick<Reachable, 'at'>;

/** What the internet reaches, searched when first asked for and until it is forgotten. */
export class InternetReach {
  #known: Pick<Reachable, 'at'> | undefined;

  at(uid: string, reachable: Reach): Reached[] {
    const { owned } = nodeKinds.Internet;
    this.#known ??= reachable({ from: [{ uid: 'internet', capability: owned }] });
    return this.#known.at(uid);
  }

  forget(): void {
    this.#known = undefined;
  }
}

/**
 * Tells how exposed a start is: what is outside, what the internet reaches, or else what needs a
 * foothold inside.
 */
export function exposureOf(reachable: Reach, internet = new InternetReach()) {
  return ({ uid, kind, props }: Node, needs: Capability): Exposure => {
    if (kind === 'Internet') return { start: priors.start.outside, untrusted: true };
    if (kind === 'ExternalContent')
      return {
        start: trusts[String(props['trust'])] ?? priors.start.outside,
        untrusted: props['trust'] !== 'partner',
      };
    const likelihoods = internet
      .at(uid, reachable)
      .filter(({ capability }) => held[capability].has(needs))
      .map(({ likelihood }) => likelihood);
    const likely = Math.max(0, ...likelihoods);
    const { inside } = priors.start;
    return { start: Math.max(inside, likely), untrusted: likely > inside };
  };
}
