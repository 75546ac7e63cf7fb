import type { Hop, Path } from '#lib/explorer/ask.ts';
import type { Neighbour, Neighbours } from '#lib/explorer/parts-of.ts';
import type { EdgeKind, NodeKind } from '../../graph/schema/index.ts';

type End = Hop['from'];

/** An entity as the API tells it; `kind:name`, an identity where no kind is given. */
export function entity(text: string): End {
  const [kind, name] = text.includes(':') ? text.split(':') : ['Identity', text];
  const known = { uid: text, name: name!, kind: kind as NodeKind };
  return {
    ...known,
    entity: {
      ...known,
      fact: null,
      account: null,
      sensitive: kind === 'DataStore',
      crownJewel: null,
      stub: false,
    },
  };
}

export interface Step {
  kind: EdgeKind;
  to: string;
  conditional?: boolean;
}

/** A path from a start along steps, each edge configured and never seen. */
export function path(start: string, ...steps: readonly Step[]): Path {
  let from = start;
  const hops = steps.map(({ kind, to, conditional = false }, index) => {
    const id = `${kind}|${from}|${to}`;
    const hop = {
      index,
      edgeId: id,
      kind,
      needs: 'R',
      gains: 'R',
      conditional,
      probability: 1,
      say: `${entity(from).name} leads to ${entity(to).name}: because`,
      techniques: [],
      from: entity(from),
      to: entity(to),
      edge: {
        id,
        kind,
        label: 'leads to',
        basis: 'configured',
        conditional,
        conditionKeys: conditional ? ['aws:SourceVpce'] : [],
        context: false,
        saying: `${entity(from).name} leads to ${entity(to).name}`,
        reason: 'because',
        evidenceCount: 1,
        techniques: [],
        seen: null,
      },
    };
    from = to;
    return hop;
  });
  return {
    id: hops.map(({ edgeId }) => edgeId).join('\n'),
    likelihood: 1,
    confidence: 1,
    state: 'theoretical',
    hops,
  } as unknown as Path;
}

/** Neighbours that a node leads to, and how many it has in all. */
export function neighbours(of: string, to: readonly string[], total = to.length): Neighbours {
  const nodes = to.map((uid) => ({
    ...path(of, { kind: 'CAN_ASSUME', to: uid }).hops[0]!.edge,
    from: entity(of).entity,
    to: entity(uid).entity,
  }));
  return {
    totalCount: total,
    pageInfo: { hasNextPage: total > to.length, endCursor: 'x' },
    nodes: nodes as unknown as Neighbour[],
  };
}
