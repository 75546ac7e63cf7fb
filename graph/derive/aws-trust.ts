import { direct, fromInternet } from '../access/aws/attacker-context.ts';
import type { Caller } from '../access/aws/caller.ts';
import { concerned } from '../access/aws/concern.ts';
import {
  basisOf,
  differenceOf,
  differing,
  turnedProps,
  type Basis,
  type Difference,
} from '../access/aws/difference.ts';
import type { Effect } from '../access/aws/effect.ts';
import { factsOf, type Facts } from '../access/aws/facts.ts';
import { federations, type Federation } from '../access/aws/federation.ts';
import type { Member } from '../access/aws/field.ts';
import { groundsOf, type Ground } from '../access/aws/ground.ts';
import { certainty, permissionOf, type Permission } from '../access/aws/permission.ts';
import { outsider } from '../access/aws/principals.ts';
import { collectedAccounts, principalsOutside } from '../access/aws/principals-outside.ts';
import { principalsOf } from '../access/aws/renewal.ts';
import { renewedGrounds, turnedBy } from '../access/aws/renewed-grounds.ts';
import { inOneOnly, subjectsOf, type Subjects } from '../access/aws/subjects.ts';
import { decideMember, mayAllow } from '../access/aws/sweep.ts';
import { internet, type Ref } from '../claim.ts';
import type { View } from '../view.ts';
import { derivation, type Renewed } from './derivation.ts';

const assumption: Effect = {
  edge: 'CAN_ASSUME',
  kind: 'Identity',
  form: 'arn:*:iam::*:role/*',
  actions: ['sts:AssumeRole'],
  on: 'itself',
  except: { serviceLinked: true },
};

interface Index {
  basis: Basis;
  facts: Facts;
  /** Where roles are assumed. */
  grounds: readonly Ground[];
  /** Principals of accounts that were not collected. */
  outside: ReadonlySet<string>;
  subjects: Subjects;
  /** By identity provider; under `internet` those that ask for no sign-in or no organisation. */
  federations: ReadonlyMap<string, readonly Federation[]>;
}

const reads = {
  nodes: ['Identity', 'Group', 'Policy', 'Account', 'OrgUnit'],
  edges: ['MEMBER_OF', 'HAS_POLICY', 'IN_ORG'],
} as const;

/** What follows from what roles' trust policies say. */
function trustOf(facts: Facts, grounds: readonly Ground[], collected: ReadonlySet<string>) {
  const fields = grounds.flatMap((ground) => ground.fields);
  const trusts = fields.flatMap(({ members }) => members).flatMap(({ target }) => target.policies);
  return {
    outside: principalsOutside(trusts, collected),
    federations: federations(facts, fields),
  };
}

function indexOf(view: View): Index {
  const facts = factsOf(view);
  const grounds = groundsOf(facts, [assumption]);
  const trust = trustOf(facts, grounds, collectedAccounts(view));
  const subjects = subjectsOf(facts, trust.outside, [outsider]);
  return { basis: basisOf(view, reads), facts, grounds, ...trust, subjects };
}

/** Properties by which a role says what it may do itself, and nothing of who may become it. */
const ownProps = new Set(['inline', 'attached', 'boundary']);

/** Roles that came or went, or of which more is said than what they may do themselves. */
const turnedRoles = ({ turns }: Difference) =>
  new Set(
    turns
      .filter(
        ([before, after]) =>
          before.stub !== after.stub ||
          turnedProps([before, after]).some((name) => !ownProps.has(name)),
      )
      .flatMap(([, { kind, uid }]) => (kind === 'Identity' ? [uid] : [])),
  );

function renew(before: Index, view: View): Renewed<Index> | null {
  const difference = differenceOf(before.basis, view);
  if (!difference) return null;
  const principals = principalsOf(difference);
  const { facts, ...accounts } = before.facts.renewed(principals);
  const turned = { ...turnedBy(difference, accounts), resources: turnedRoles(difference) };
  const renewed = renewedGrounds(facts, before.grounds, turned, {
    subjects: subjectsOf(facts, before.outside, [outsider]),
    spelled: new Map(),
  });
  const { grounds } = renewed;
  const trust = trustOf(facts, grounds, collectedAccounts(view));
  const subjects = subjectsOf(facts, trust.outside, [outsider]);
  const touched = new Set([
    ...principals,
    ...renewed.touched,
    ...inOneOnly(trust.outside, before.outside),
    ...differing(trust.federations, before.federations),
  ]);
  return {
    index: { basis: difference.basis, facts, grounds, ...trust, subjects },
    touched,
    ends: renewed.ends,
  };
}

/** Roles that a caller can assume, and by which statements. */
function* assumed(
  facts: Facts,
  grounds: readonly Ground[],
  caller: Caller,
): Iterable<[Member, Permission]> {
  const given = caller.kind === 'outsider' ? fromInternet : direct;
  const concerns = grounds.flatMap((ground) => [...ground.concerns.values()]);
  for (const [action, concern] of concerns.flatMap((byAction) => [...byAction])) {
    const able = mayAllow(caller, action);
    for (const member of concerned(concern, caller, { able })) {
      const decision = decideMember(facts, caller, action, member, given);
      const permission = permissionOf(caller, decision);
      if (permission.allowed !== false) yield [member, permission];
    }
  }
}

export default derivation<Index>({
  name: 'aws-trust',
  doc: 'Who can become which AWS role: trust policies together with permission to assume.',
  after: [],
  reads: { nodes: [...reads.nodes], edges: [...reads.edges] },
  index: indexOf,
  renew,
  subjects: ({ subjects, federations: by }) => [...subjects.keys(), ...by.keys()],
  derive(subject, { facts, grounds, subjects, federations: by }, emit) {
    for (const { from, role, kind, subjects: tokens, permission } of by.get(subject) ?? []) {
      const named = kind === 'FEDERATES_TO' ? { subjects: [...tokens] } : {};
      const to = { kind: 'Identity', uid: role } as const;
      emit.edge(kind, from, to, { ...named, ...certainty(permission) }, permission.because);
    }
    const from: Ref = subject === internet.uid ? internet : { kind: 'Identity', uid: subject };
    const callers = subjects.get(subject) ?? [];
    for (const [{ ref }, permission] of callers.flatMap((c) => [...assumed(facts, grounds, c)]))
      if (ref.uid !== subject)
        emit.edge('CAN_ASSUME', from, ref, certainty(permission), permission.because);
  },
});
