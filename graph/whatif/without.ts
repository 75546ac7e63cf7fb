import { edgeId, type Cause, type Claim, type EdgeClaim } from '../claim.ts';
import type { Contribution, Support } from '../entity.ts';

/** Ids of what is gone of what is derived. */
export interface Gone {
  causes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
  nodes: ReadonlySet<string>;
}

/** Alternatives that need none of the causes; null where there were some and none is left. */
function alternativesLeft(because: Cause[][] | undefined, gone: ReadonlySet<string>) {
  if (!because || because.length === 0) return because;
  const left = because.filter((causes) => !causes.some(({ id }) => gone.has(id)));
  return left.length === 0 ? null : left;
}

/** What a claim says of what is left. */
export function claimWithout(claim: Claim, { causes, edges, nodes }: Gone): Claim {
  const kept = claim.edges.flatMap((edge): EdgeClaim[] => {
    const gone = edges.has(edgeId(edge)) || nodes.has(edge.from.uid) || nodes.has(edge.to.uid);
    const because = alternativesLeft(edge.because, causes);
    return gone || because === null ? [] : [{ ...edge, ...(because && { because }) }];
  });
  return { ...claim, nodes: claim.nodes.filter(({ uid }) => !nodes.has(uid)), edges: kept };
}

/**
 * Takes causes from what supports an edge. What was seen of it proves nothing any more once no
 * configuration is left that let it happen.
 */
export function supportWithout({ claims, seen }: Support, causes: ReadonlySet<string>): Support {
  const kept: Record<string, Contribution> = {};
  let lost = false;
  for (const [key, contribution] of Object.entries(claims)) {
    const because = alternativesLeft(contribution.because, causes);
    if (because === null) lost = true;
    else kept[key] = { ...contribution, ...(because && { because }) };
  }
  const left = Object.values(kept).some(({ props }) => props['seenLast'] === undefined);
  return lost && !left ? { claims: {}, seen: {} } : { claims: kept, seen };
}
