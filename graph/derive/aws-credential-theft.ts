import { credentialPlace } from '../access/aws/credential-places.ts';
import { accountIn } from '../access/aws/arn.ts';
import type { Edge, Node } from '../entity.ts';
import { nameOf, type View } from '../view.ts';
import { derivation } from './derivation.ts';

interface Index {
  view: View;
  /** Workloads by uid, with the edges to whom they act as. */
  carriers: ReadonlyMap<string, { node: Node; roles: readonly Edge[] }>;
}

function carriersOf(view: View) {
  const found = new Map<string, { node: Node; roles: Edge[] }>();
  for (const node of view.nodesOf('Workload')) {
    const roles = view.out(node.uid, 'ACTS_AS').filter(({ to }) => accountIn(to) !== null);
    if (roles.length > 0 && node.uid.startsWith('arn:')) found.set(node.uid, { node, roles });
  }
  return found;
}

export default derivation<Index>({
  name: 'aws-credential-theft',
  doc: 'Which credentials code in an AWS workload can take.',
  after: ['instance-identity', 'deployed-identity'],
  reads: { nodes: ['Workload', 'Identity'], edges: ['ACTS_AS'] },
  index: (view) => ({ view, carriers: carriersOf(view) }),
  subjects: ({ carriers }) => carriers.keys(),
  derive(subject, { view, carriers }, emit) {
    const carrier = carriers.get(subject);
    const place = carrier && credentialPlace(carrier.node);
    if (!carrier || !place) return;
    for (const { to, basis } of carrier.roles) {
      const role = view.node(to);
      const say = `runs as ${role ? nameOf(role) : to}`;
      emit.edge(
        'CAN_STEAL',
        { kind: 'Workload', uid: subject },
        { kind: 'Identity', uid: to },
        {
          from: place.from,
          replayable: role?.props['tokenBound'] !== true,
          ...((place.inferred || basis === 'inferred') && { inferred: true, note: place.note }),
        },
        [[{ id: `${subject}#role`, type: 'execution-role', holder: subject, say }]],
      );
    }
  },
});
