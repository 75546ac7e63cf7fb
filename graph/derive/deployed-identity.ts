import { named, ordered, reasonsOf } from '../composition/because.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

const kinds = ['Workload', 'ModelEndpoint', 'McpServer', 'Service'] as const;

/** Definitions at the end of what a node runs. */
function definitionsOf(view: View, uid: string, seen = new Set<string>()): string[] {
  return ordered(view, uid, 'RUNS_ON').flatMap(({ to }) => {
    if (seen.has(to)) return [];
    seen.add(to);
    const further = view.out(to, 'RUNS_ON');
    return further.length === 0 ? [to] : definitionsOf(view, to, seen);
  });
}

/** A task that was started with a role of its own does not use the definition's. */
const overrides = (view: View, uid: string) =>
  (view.node(uid)?.props['config'] as { overridesRole?: boolean } | undefined)?.overridesRole ===
  true;

/**
 * A service, a task or an endpoint acts as the role that its definition names: the ECS task
 * definition, or the SageMaker model behind the endpoint's configuration.
 */
export default derivation({
  name: 'deployed-identity',
  doc: 'As whom something acts that runs what a definition says.',
  after: ['instance-identity'],
  reads: { nodes: kinds, edges: ['RUNS_ON', 'ACTS_AS'] },
  index: (view) => view,
  *subjects(view) {
    for (const kind of kinds)
      for (const { uid } of view.nodesOf(kind))
        if (view.out(uid, 'RUNS_ON').length > 0 && !overrides(view, uid)) yield uid;
  },
  derive(uid, view, emit) {
    const node = view.node(uid);
    if (!node) return;
    for (const definition of definitionsOf(view, uid))
      for (const edge of ordered(view, definition, 'ACTS_AS'))
        emit.edge(
          'ACTS_AS',
          { kind: node.kind, uid },
          { kind: 'Identity', uid: edge.to },
          { configured: true },
          reasonsOf(edge, `${named(view, definition)} names the role`, 'execution-role'),
        );
  },
});
