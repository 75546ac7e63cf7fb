import type { Node } from './entity.ts';
import { nameOf, type View } from './view.ts';

/** Who answers for a node: what sources say, else whom it is owned by; null where nothing says. */
export function ownerOf(view: View, { uid, props }: Node): string | null {
  if (typeof props['owner'] === 'string' && props['owner'] !== '') return props['owner'];
  const [edge] = view.out(uid, 'OWNED_BY');
  const owner = edge && view.node(edge.to);
  return owner ? nameOf(owner) : null;
}
