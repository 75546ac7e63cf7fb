import { administration, administrationActions, hasPower } from '../access/aws/administration.ts';
import { accountIn, accountUid } from '../access/aws/arn.ts';
import {
  basisOf,
  differenceOf,
  differing,
  type Basis,
  type Reads,
} from '../access/aws/difference.ts';
import { factsOf, type Facts } from '../access/aws/facts.ts';
import { holders, inOrder } from '../access/aws/holders.ts';
import { certainty } from '../access/aws/permission.ts';
import { isGoverned, organizationTurn } from '../access/aws/organization-turn.ts';
import type { Caller } from '../access/aws/caller.ts';
import { principalsOf } from '../access/aws/renewal.ts';
import type { Node } from '../entity.ts';
import type { View } from '../view.ts';
import { derivation, type Renewed } from './derivation.ts';

interface Index {
  basis: Basis;
  facts: Facts;
  principals: ReadonlyMap<string, Node>;
  /** ResourceSets by account. */
  sets: ReadonlyMap<string, readonly Node[]>;
}

const isUnread = ({ policies, missing }: Caller) =>
  missing !== null || policies.some(({ document }) => document.problem !== null);

const reads = {
  nodes: ['Identity', 'Group', 'Policy', 'Account', 'OrgUnit', 'ResourceSet'],
  edges: ['MEMBER_OF', 'HAS_POLICY', 'IN_ORG'],
} as const satisfies Reads;

function indexOf(view: View, facts: Facts, basis: Basis): Index {
  const sets = inOrder(view.nodesOf('ResourceSet')).filter(
    ({ stub, props }) => !stub && props['provider'] === 'aws' && props['account'] !== undefined,
  );
  return {
    basis,
    facts,
    principals: new Map([...holders(view)].map((node) => [node.uid, node])),
    sets: Map.groupBy(sets, ({ props }) => accountUid(String(props['account']))),
  };
}

const uidsOf = (sets: Index['sets']) =>
  new Map([...sets].map(([account, nodes]) => [account, nodes.map(({ uid }) => uid)]));

function renew(before: Index, view: View): Renewed<Index> | null {
  const difference = differenceOf(before.basis, view);
  if (!difference) return null;
  const principals = principalsOf(difference);
  const { facts, moved } = before.facts.renewed(principals);
  const index = indexOf(view, facts, difference.basis);
  const touched = new Set([...principals, ...differing(uidsOf(before.sets), uidsOf(index.sets))]);
  for (const uid of index.principals.keys()) if (moved.has(accountIn(uid) ?? '')) touched.add(uid);
  const { service, resource } = organizationTurn(difference);
  for (const turn of [service, resource]) {
    const named = turn?.concerned(administrationActions) ?? [];
    for (const [uid, node] of index.principals)
      if (turn && isGoverned(turn, index.facts.caller(node), named)) touched.add(uid);
  }
  return { index, touched };
}

export default derivation<Index>({
  name: 'aws-admin',
  doc: 'Who administers an AWS account: effectively every action on every resource; and what an account holds.',
  after: ['aws-resource-sets'],
  reads,
  index: (view) => indexOf(view, factsOf(view), basisOf(view, reads)),
  renew,
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
