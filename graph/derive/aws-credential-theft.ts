import { credentialPlace } from '../access/aws/credential-places.ts';
import { accountIn } from '../access/aws/arn.ts';
import type { Edge, Node } from '../entity.ts';
import { nameOf, type View } from '../view.ts';
import { derivation } from './derivation.ts';

interface Index {
  view: View;
  /** Workloads and hosts by uid, with the edges to who they act as. */
  carriers: ReadonlyMap<string, { node: Node; roles: readonly Edge[] }>;
  /** Access keys by uid, with the user that owns each. */
  keys: ReadonlyMap<string, string>;
}

function carriersOf(view: View) {
  const found = new Map<string, { node: Node; roles: Edge[] }>();
  for (const node of view.nodesOf('Workload')) {
    const roles = view.out(node.uid, 'ACTS_AS').filter(({ to }) => accountIn(to) !== null);
    if (roles.length > 0 && node.uid.startsWith('arn:')) found.set(node.uid, { node, roles });
  }
  return found;
}

function keysOf(view: View) {
  const users = new Map<string, string>();
  for (const { uid, props, stub } of view.nodesOf('Identity'))
    if (!stub && props['subtype'] === 'user')
      users.set(`${accountIn(uid) ?? ''} ${nameOf({ uid, props })}`, uid);
  const keys = new Map<string, string>();
  for (const { uid, props } of view.nodesOf('Credential')) {
    const { type, owner, account, active } = props;
    if (type !== 'aws-access-key' || active === false) continue;
    if (typeof owner !== 'string' || typeof account !== 'string') continue;
    const user = users.get(`${account} ${owner}`);
    if (user !== undefined) keys.set(uid, user);
  }
  return keys;
}

export default derivation<Index>({
  name: 'aws-credential-theft',
  doc: 'Which credentials code in an AWS workload can take, and whom an access key stands for.',
  after: ['instance-identity', 'deployed-identity'],
  reads: { nodes: ['Workload', 'Identity', 'Credential'], edges: ['ACTS_AS'] },
  index: (view) => ({ view, carriers: carriersOf(view), keys: keysOf(view) }),
  subjects: ({ carriers, keys }) => [...carriers.keys(), ...keys.keys()],
  derive(subject, { view, carriers, keys }, emit) {
    const user = keys.get(subject);
    if (user !== undefined)
      emit.edge(
        'AUTHENTICATES',
        { kind: 'Credential', uid: subject },
        { kind: 'Identity', uid: user },
        {},
        [
          [
            {
              id: `${subject}#active`,
              type: 'access-key',
              holder: subject,
              say: 'access key is active',
            },
          ],
        ],
      );
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
