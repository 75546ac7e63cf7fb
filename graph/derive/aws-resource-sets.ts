import { isAccountId, parseArn } from '../access/aws/arn.ts';
import { resourceSet, typeOf } from '../access/aws/resource-set.ts';
import type { Node } from '../entity.ts';
import { edgeKinds, type NodeKind } from '../schema/index.ts';
import { derivation } from './derivation.ts';

interface Members {
  account: string;
  type: string;
  nodes: Node[];
}

const kinds = edgeKinds.CONTAINS.to.filter((kind) => kind !== 'ResourceSet');

export default derivation<ReadonlyMap<string, Members>>({
  name: 'aws-resource-sets',
  doc: 'All resources of one type in one AWS account as one node, which wide grants lead to.',
  after: [],
  reads: { nodes: [...kinds], edges: [] },
  index(view) {
    const sets = new Map<string, Members>();
    for (const kind of kinds as readonly NodeKind[])
      for (const node of view.nodesOf(kind)) {
        const account = accountOf(node);
        if (node.stub || account === null) continue;
        const type = typeOf(node);
        const { uid } = resourceSet({ account, type });
        const set = sets.get(uid) ?? { account, type, nodes: [] };
        sets.set(uid, set);
        set.nodes.push(node);
      }
    return sets;
  },
  subjects: (sets) => sets.keys(),
  derive(subject, sets, emit) {
    const { account, type, nodes } = sets.get(subject) ?? { account: '', type: '', nodes: [] };
    const owner = account === '' ? {} : { account };
    const set = emit.define('ResourceSet', subject, {
      name: `all ${type} of ${account || 'AWS'}`,
      provider: 'aws',
      type,
      count: nodes.length,
      ...owner,
    });
    for (const { kind, uid } of nodes.sort((a, b) => (a.uid < b.uid ? -1 : 1)))
      emit.edge('CONTAINS', set, { kind, uid }, {}, []);
  },
});

/** The account that owns a resource of AWS; empty for AWS itself, null for what is not of AWS. */
function accountOf({ uid, props }: Node): string | null {
  const arn = parseArn(uid);
  const own = props['account'];
  if (!arn) return props['provider'] === 'aws' && typeof own === 'string' ? own : null;
  if (isAccountId(arn.account)) return arn.account;
  return typeof own === 'string' && isAccountId(own) ? own : '';
}
