import { canonical, digest } from './claim.ts';
import type { Edge, Node } from './entity.ts';
import type { Store } from './store/store.ts';

const plainNode = ({ evidence: _, ...node }: Node) => node;
const plainEdge = ({ evidence: _, ...edge }: Edge) => edge;

/** The graph as sorted lines, without where each fact was read: equal graphs give equal lines. */
export async function snapshot(store: Store): Promise<string[]> {
  const lines: string[] = [];
  for await (const node of store.nodes()) lines.push(canonical(plainNode(node)));
  for await (const edge of store.edges()) lines.push(canonical(plainEdge(edge)));
  return lines.sort();
}

/** Content hash of the graph. */
export const graphHash = async (store: Store): Promise<string> =>
  digest((await snapshot(store)).join('\n'));
