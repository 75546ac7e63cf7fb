import { ordered } from '../composition/because.ts';
import type { Edge, Node } from '../entity.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

const kinds = ['Agent', 'ModelEndpoint'] as const;

/** What an account enforces on every call of a model in a region. */
function enforced(view: View, { props }: Node): Edge[] {
  if (props['provider'] !== 'aws' || typeof props['account'] !== 'string') return [];
  return ordered(view, `aws:${props['account']}`, 'PROTECTED_BY').filter(
    (edge) =>
      edge.props['enforced'] === true &&
      view.node(edge.to)?.props['region'] === props['region'] &&
      props['region'] !== undefined,
  );
}

/**
 * A guardrail that an account enforces filters whatever its agents and models are asked in the same
 * region (Amazon Bedrock User Guide, "Apply cross-account safeguards with enforcements").
 */
export default derivation({
  name: 'enforced-guardrail',
  doc: 'Which agents and models an account-wide guardrail protects.',
  after: [],
  reads: { nodes: [...kinds, 'Account', 'Guardrail'], edges: ['PROTECTED_BY'] },
  index: (view) => view,
  *subjects(view) {
    for (const kind of kinds)
      for (const node of view.nodesOf(kind))
        if (!node.stub && enforced(view, node).length > 0) yield node.uid;
  },
  derive(uid, view, emit) {
    const node = view.node(uid);
    if (!node) return;
    for (const { from, to, props } of enforced(view, node)) {
      const version = typeof props['version'] === 'string' ? { version: props['version'] } : {};
      emit.edge(
        'PROTECTED_BY',
        { kind: node.kind, uid },
        { kind: 'Guardrail', uid: to },
        { enforced: true, ...version },
        [
          [
            {
              id: `${from}#enforced-guardrail:${to}`,
              type: 'enforced-guardrail',
              holder: from,
              say: 'the account enforces the guardrail',
            },
          ],
        ],
      );
    }
  },
});
