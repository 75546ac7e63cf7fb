import type { Cause } from '../claim.ts';
import type { View } from '../view.ts';
import { named, ordered, reasonsOf } from './because.ts';

/** An identity under which something acts, and what makes it so. */
export interface Acting {
  identity: string;
  because: Cause[][];
}

/** The identities that a node itself acts as. */
export const actingAs = (view: View, uid: string): Acting[] =>
  ordered(view, uid, 'ACTS_AS').map((edge) => ({
    identity: edge.to,
    because: reasonsOf(
      edge,
      `${named(view, uid)} acts as ${named(view, edge.to)}`,
      'execution-role',
    ),
  }));

/** Workloads and servers that a tool runs on. */
export const hostsOf = (view: View, tool: string): string[] =>
  ordered(view, tool, 'SERVED_BY').map(({ to }) => to);

/** A gateway that calls a tool's target under its own role. */
const gatewayOf = (view: View, tool: string): string[] => {
  const config = view.node(tool)?.props['config'] as { underRole?: boolean } | undefined;
  return config?.underRole === true
    ? view
        .in(tool, 'SERVES')
        .map(({ from }) => from)
        .sort()
    : [];
};

/**
 * As whom a tool works: its own identity, else that of what it runs on, else of the gateway that
 * calls its target. The role of the agent that calls a tool is not the tool's.
 */
export function actingOfTool(view: View, tool: string): Acting[] {
  const hosts = hostsOf(view, tool);
  for (const way of [[tool], hosts, hosts.length === 0 ? gatewayOf(view, tool) : []]) {
    const acting = way.flatMap((uid) => actingAs(view, uid));
    if (acting.length > 0) return acting;
  }
  return [];
}
