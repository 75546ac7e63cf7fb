import type { Edge } from '../../../graph/entity.ts';
import type { EdgeKind } from '../../../graph/schema/index.ts';
import { edge, node } from '../facts.ts';

export const edgeOf = (
  kind: EdgeKind,
  from: string,
  to: string,
  { conditional = false, ...props }: Record<string, unknown> & { conditional?: boolean } = {},
): Edge => edge(kind, from, to, { conditional, props });

export { node as nodeOf };
