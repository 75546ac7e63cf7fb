import { direct, fromInternet } from '../access/aws/attacker-context.ts';
import type { Caller } from '../access/aws/caller.ts';
import { concerned, concernOf, type Concern } from '../access/aws/concern.ts';
import { factsOf, type Facts } from '../access/aws/facts.ts';
import { fieldsOf, type Field } from '../access/aws/field.ts';
import { federations, type Federation } from '../access/aws/federation.ts';
import { holders } from '../access/aws/holders.ts';
import { certainty, permissionOf } from '../access/aws/permission.ts';
import { outsider } from '../access/aws/principals.ts';
import {
  callerOutside,
  collectedAccounts,
  principalsOutside,
} from '../access/aws/principals-outside.ts';
import { decideMember, mayAllow } from '../access/aws/sweep.ts';
import type { Ref } from '../claim.ts';
import { derivation } from './derivation.ts';

const assumeRole = 'sts:assumerole';

interface Index {
  facts: Facts;
  roles: readonly (readonly [Field, Concern])[];
  principals: readonly string[];
  /** Principals of accounts that were not collected. */
  outside: ReadonlySet<string>;
  /** By identity provider; under `internet` those that ask for no sign-in. */
  federations: ReadonlyMap<string, readonly Federation[]>;
}

const internet: Ref = { kind: 'Internet', uid: 'internet' };

function callerOf(subject: string, { facts, outside }: Index): Caller | null {
  if (subject === internet.uid) return outsider;
  if (outside.has(subject)) return callerOutside(facts.view, subject);
  const node = facts.view.node(subject);
  return node?.kind === 'Identity' ? facts.caller(node) : null;
}

export default derivation<Index>({
  name: 'aws-trust',
  doc: 'Who can become which AWS role: trust policies together with permission to assume.',
  after: [],
  reads: {
    nodes: ['Identity', 'Group', 'Policy', 'Account', 'OrgUnit', 'IdentityProvider'],
    edges: ['MEMBER_OF', 'HAS_POLICY', 'IN_ORG'],
  },
  index(view) {
    const facts = factsOf(view);
    const fields = fieldsOf(facts, {
      kind: 'Identity',
      form: 'arn:*:iam::*:role/*',
      on: 'itself',
      service: 'sts',
      except: { serviceLinked: true },
    });
    const trusts = fields
      .flatMap(({ members }) => members)
      .flatMap(({ target }) => target.policies);
    return {
      facts,
      roles: fields.map(
        (field) => [field, concernOf(field.members, assumeRole, () => undefined)] as const,
      ),
      principals: [...holders(view)].map(({ uid }) => uid),
      outside: principalsOutside(trusts, collectedAccounts(view)),
      federations: federations(facts, fields),
    };
  },
  subjects: ({ principals, outside, federations: by }) => [
    ...principals,
    ...outside,
    ...by.keys(),
    internet.uid,
  ],
  derive(subject, index, emit) {
    const { facts, roles } = index;
    for (const { from, role, kind, subjects, permission } of index.federations.get(subject) ?? []) {
      const named = kind === 'FEDERATES_TO' ? { subjects: [...subjects] } : {};
      const to = { kind: 'Identity', uid: role } as const;
      emit.edge(kind, from, to, { ...named, ...certainty(permission) }, permission.because);
    }
    const caller = callerOf(subject, index);
    if (!caller) return;
    const from = subject === internet.uid ? internet : { kind: 'Identity' as const, uid: subject };
    const given = subject === internet.uid ? fromInternet : direct;
    const able = mayAllow(caller, assumeRole);
    for (const [, concern] of roles)
      for (const member of concerned(concern, caller, { able })) {
        if (member.node.uid === subject) continue;
        const decision = decideMember(facts, caller, assumeRole, member, given);
        const permission = permissionOf(caller, decision);
        if (permission.allowed === false) continue;
        const to = { kind: 'Identity', uid: member.node.uid } as const;
        emit.edge('CAN_ASSUME', from, to, certainty(permission), permission.because);
      }
  },
});
