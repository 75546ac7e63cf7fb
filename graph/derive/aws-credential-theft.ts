import { credentialPlace } from '../access/aws/credential-places.ts';
import { accountIn } from '../access/aws/arn.ts';
import { canonical } from '../claim.ts';
import type { Edge, Node } from '../entity.ts';
import type { EdgePropsOf } from '../schema/index.ts';
import { nameOf, type View } from '../view.ts';
import { derivation } from './derivation.ts';
import { renewedMap, type SubjectMap } from './subject-map.ts';

/** Credentials that code in a workload can take. */
interface Loot {
  role: string;
  props: EdgePropsOf<'CAN_STEAL'>;
  say: string;
}

function lootOf(view: View, node: Node, { to, basis }: Edge): Loot[] {
  const place = credentialPlace(node);
  if (!place || accountIn(to) === null) return [];
  const role = view.node(to);
  return [
    {
      role: to,
      say: `runs as ${role ? nameOf(role) : to}`,
      props: {
        from: place.from,
        replayable: role?.props['tokenBound'] !== true,
        ...((place.inferred || basis === 'inferred') && { inferred: true, note: place.note }),
      },
    },
  ];
}

function indexOf(view: View): SubjectMap<Loot[]> {
  const found = new Map<string, Loot[]>();
  for (const node of view.nodesOf('Workload')) {
    if (!node.uid.startsWith('arn:')) continue;
    const loot = view.out(node.uid, 'ACTS_AS').flatMap((edge) => lootOf(view, node, edge));
    if (loot.length > 0) found.set(node.uid, loot);
  }
  return found;
}

const same = (a: readonly Loot[], b: readonly Loot[]) => canonical(a) === canonical(b);

export default derivation<SubjectMap<Loot[]>>({
  name: 'aws-credential-theft',
  doc: 'Which credentials code in an AWS workload can take.',
  after: ['instance-identity', 'deployed-identity'],
  reads: { nodes: ['Workload', 'Identity'], edges: ['ACTS_AS'] },
  index: indexOf,
  renew: (before, view) => renewedMap(before, indexOf(view), same),
  subjects: (workloads) => workloads.keys(),
  derive(subject, workloads, emit) {
    for (const { role, props, say } of workloads.get(subject) ?? [])
      emit.edge(
        'CAN_STEAL',
        { kind: 'Workload', uid: subject },
        { kind: 'Identity', uid: role },
        props,
        [[{ id: `${subject}#role`, type: 'execution-role', holder: subject, say }]],
      );
  },
});
