import type { Cause } from '../claim.ts';
import type { Edge } from '../entity.ts';
import type { View } from '../view.ts';
import { actingAs, type Acting } from './acting.ts';
import { both, named, ordered, reasonsOf } from './because.ts';
import { environmentOf, nodesNamedBy, type NamedNodes } from './named-targets.ts';

/** A model or agent that a workload calls, and what shows it. */
export interface Use {
  to: string;
  identity: string | null;
  /** True where it is a guess which of several it calls. */
  inferred: boolean;
  because: Cause[][];
}

/** Where a permission names more of a kind than these, it does not tell which is called. */
const most = 5;

/** Statements that speak of models; those that grant everything say nothing of what is used. */
const speaksOf = /bedrock:|bedrock-agentcore:|sagemaker:/i;

const says = (edge: Edge) =>
  edge.because.some((causes) =>
    causes.some(({ excerpt, say }) => speaksOf.test(`${excerpt ?? ''} ${say}`)),
  );

/** The grant by which an identity may call something: of its own, or of a set that it is in. */
function grantOn(view: View, identity: string, kind: Edge['kind'], to: string): Edge | undefined {
  const sets = view.in(to, 'CONTAINS').map(({ from }) => from);
  const on = new Set([to, ...sets]);
  return ordered(view, identity, kind).find((edge) => on.has(edge.to));
}

const reasons = (view: View, acting: Acting, edge: Edge) =>
  both(
    acting.because,
    reasonsOf(edge, `${named(view, edge.from)} may call ${named(view, edge.to)}`, 'grant'),
  );

/**
 * What a workload calls by permission `kind`: what its configuration names and its identity may
 * call; else, as a guess, the few that a statement about models names. A name without permission
 * counts for nothing, and neither does an administrator's permission without a name.
 */
export function uses(view: View, names: NamedNodes, workload: string, kind: Edge['kind']): Use[] {
  const found = new Map<string, Use>();
  const acting = actingAs(view, workload);
  for (const [variable, value] of environmentOf(view, workload))
    for (const to of nodesNamedBy(names, value))
      for (const each of acting) {
        const edge = grantOn(view, each.identity, kind, to);
        if (!edge || found.has(to)) continue;
        const cause: Cause = {
          id: `${workload}#environment:${variable}`,
          type: 'environment',
          holder: workload,
          say: `${variable} names ${named(view, to)}`,
        };
        const because = both([[cause]], reasons(view, each, edge));
        found.set(to, { to, identity: each.identity, inferred: false, because });
      }
  if (found.size === 0)
    for (const each of acting) {
      const spoken = ordered(view, each.identity, kind).filter(says);
      if (spoken.length > most) continue;
      for (const edge of spoken)
        if (view.node(edge.to)?.kind !== 'ResourceSet' && !found.has(edge.to))
          found.set(edge.to, {
            to: edge.to,
            identity: each.identity,
            inferred: true,
            because: reasons(view, each, edge),
          });
    }
  return [...found.values()].sort((a, b) => (a.to < b.to ? -1 : 1));
}

/** The permission that shows that an identity is for calling models, though not which. */
export function modelGrant(view: View, workload: string): Use | null {
  for (const each of actingAs(view, workload)) {
    const edge = ordered(view, each.identity, 'CAN_INVOKE_MODEL').find(says);
    if (edge)
      return {
        to: edge.to,
        identity: each.identity,
        inferred: true,
        because: reasons(view, each, edge),
      };
  }
  return null;
}
