import { nodeKinds, type NodeKind } from '../../../../graph/schema/index.ts';
import { kindIcons } from './kind-icons.ts';

/** Path data of the icon of a kind; a plain ring where the kind is gone or has none drawn. */
export function iconOf(kind: NodeKind | null): string {
  const name = kind ? nodeKinds[kind].icon : '';
  return Object.hasOwn(kindIcons, name)
    ? kindIcons[name as keyof typeof kindIcons]
    : 'M3 8a5 5 0 1 0 10 0a5 5 0 1 0 -10 0';
}
