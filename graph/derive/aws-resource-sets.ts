import { isAccountId, parseArn } from '../access/aws/arn.ts';
import { resourceSet, typeOf } from '../access/aws/resource-set.ts';
import type { Node } from '../entity.ts';
import { edgeKinds, type NodeKind } from '../schema/index.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';
import { renewedMap, type SubjectMap } from './subject-map.ts';

/** What one set holds, in no particular order. */
interface Members {
  account: string;
  type: string;
  nodes: Node[];
}

const same = (a: Members, b: Members) =>
  a.nodes.length === b.nodes.length &&
  a.nodes.every(({ kind, uid }, i) => kind === b.nodes[i]?.kind && uid === b.nodes[i].uid);

const kinds = edgeKinds.CONTAINS.to.filter((kind) => kind !== 'ResourceSet');

function indexOf(view: View): SubjectMap<Members> {
  const sets = new Map<string, Members>();
  for (const kind of kinds as readonly NodeKind[])
    for (const node of view.nodesOf(kind)) {
      const account = accountOf(node);
      if (node.stub || account === null) continue;
      const type = typeOf(node);
      const { uid } = resourceSet({ account, type });
      const set = sets.get(uid);
      if (set) set.nodes.push(node);
      else sets.set(uid, { account, type, nodes: [node] });
    }
  return sets;
}

export default derivation<SubjectMap<Members>>({
  name: 'aws-resource-sets',
  doc: 'All resources of one type in one AWS account as one node, which wide grants lead to.',
  after: [],
  reads: { nodes: [...kinds], edges: [] },
  index: indexOf,
  renew: (before, view) => renewedMap(before, indexOf(view), same),
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
    for (const { kind, uid } of nodes.toSorted((a, b) => (a.uid < b.uid ? -1 : 1)))
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
