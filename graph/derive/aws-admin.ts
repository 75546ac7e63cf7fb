import { administration, hasPower } from '../access/aws/administration.ts';
import { accountUid } from '../access/aws/arn.ts';
import { factsOf, type Facts } from '../access/aws/facts.ts';
import { holders } from '../access/aws/holders.ts';
import { certainty } from '../access/aws/permission.ts';
import type { Caller } from '../access/aws/caller.ts';
import type { Node } from '../entity.ts';
import { derivation } from './derivation.ts';

interface Index {
  facts: Facts;
  principals: ReadonlyMap<string, Node>;
  /** ResourceSets by account. */
  sets: ReadonlyMap<string, readonly Node[]>;
}

const isUnread = ({ policies, missing }: Caller) =>
  missing !== null || policies.some(({ document }) => document.problem !== null);

export default derivation<Index>({
  name: 'aws-admin',
  doc: 'Who administers an AWS account: effectively every action on every resource; and what an account holds.',
  after: ['aws-resource-sets'],
  reads: {
    nodes: ['Identity', 'Group', 'Policy', 'Account', 'OrgUnit', 'ResourceSet'],
    edges: ['MEMBER_OF', 'HAS_POLICY', 'IN_ORG'],
  },
  index(view) {
    const sets = [...view.nodesOf('ResourceSet')].filter(
      ({ stub, props }) => !stub && props['provider'] === 'aws' && props['account'] !== undefined,
    );
    return {
      facts: factsOf(view),
      principals: new Map([...holders(view)].map((node) => [node.uid, node])),
      sets: Map.groupBy(sets, ({ props }) => accountUid(String(props['account']))),
    };
  },
  subjects: ({ principals, sets }) => [...principals.keys(), ...sets.keys()],
  derive(subject, { facts, principals, sets }, emit) {
    const account = { kind: 'Account', uid: subject } as const;
    for (const { uid } of sets.get(subject) ?? [])
      emit.edge('CONTAINS', account, { kind: 'ResourceSet', uid }, {}, []);
    const node = principals.get(subject);
    if (!node) return;
    const caller = facts.caller(node);
    const admin = administration(facts, caller);
    const privilege =
      admin.allowed === true
        ? 'admin'
        : admin.allowed !== false || hasPower(facts, caller)
          ? 'high'
          : isUnread(caller)
            ? 'unknown'
            : 'low';
    const identity = emit.add('Identity', subject, { privilege });
    if (admin.allowed === false) return;
    const to = { kind: 'Account', uid: accountUid(caller.account ?? '') } as const;
    emit.edge('ADMINISTERS', identity, to, certainty(admin), admin.because);
  },
});
