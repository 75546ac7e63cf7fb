import { policyDocument } from '../access/aws/policy.ts';
import type { Node } from '../entity.ts';
import { nodeKinds, type NodeKind } from '../schema/index.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

/** Properties that hold a policy, or a list of them under names. */
const single = ['document', 'policy', 'trust'] as const;

const kinds = (Object.keys(nodeKinds) as NodeKind[]).filter((kind) =>
  [...single, 'inline'].some((name) => Object.hasOwn(nodeKinds[kind].props, name)),
);

const ofAws = ({ uid, props }: Node) =>
  uid.startsWith('arn:') || /^p-/.test(uid) || props['provider'] === 'aws';

/** What of a node's policies cannot be read; what nobody collected is no problem of theirs. */
function problemsOf({ props }: Node): string[] {
  const inline = Array.isArray(props['inline'])
    ? (props['inline'] as { name?: unknown; document?: unknown }[])
    : [];
  const documents: (readonly [string, unknown])[] = [
    ...single.map((name) => [name === 'document' ? 'policy' : name, props[name]] as const),
    ...inline.map(({ name, document }) => [`policy ${String(name)}`, document ?? null] as const),
  ];
  return documents.flatMap(([name, document]) => {
    const problem = document === undefined ? null : policyDocument(document).problem;
    return problem === null ? [] : [`${name} ${problem}`];
  });
}

const subjectsOf = (view: View): Map<string, Node> => {
  const found = new Map<string, Node>();
  for (const kind of kinds)
    for (const node of view.nodesOf(kind))
      if (!node.stub && ofAws(node) && problemsOf(node).length > 0) found.set(node.uid, node);
  return found;
};

export default derivation<ReadonlyMap<string, Node>>({
  name: 'aws-policy-problems',
  doc: 'What of an AWS policy cannot be read: it grants and denies nothing for certain.',
  after: [],
  reads: { nodes: kinds, edges: [] },
  index: subjectsOf,
  subjects: (nodes) => nodes.keys(),
  derive(subject, nodes, emit) {
    const node = nodes.get(subject);
    if (node) emit.add(node.kind, subject, { policyProblems: problemsOf(node) });
  },
});
