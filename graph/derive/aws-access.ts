import { accessEdges, type Amount, type Spelled } from '../access/aws/access-edges.ts';
import { basisOf, differenceOf, type Basis, type Reads } from '../access/aws/difference.ts';
import { factsOf, type Facts } from '../access/aws/facts.ts';
import { groundsOf, type Ground } from '../access/aws/ground.ts';
import { wantedOf } from '../access/aws/narrow-grounds.ts';
import { certainty, unproven } from '../access/aws/permission.ts';
import { anonymous, outsider } from '../access/aws/principals.ts';
import { collectedAccounts, principalsOutside } from '../access/aws/principals-outside.ts';
import { inOneOnly, subjectsOf, type Subjects } from '../access/aws/subjects.ts';
import { principalsOf } from '../access/aws/renewal.ts';
import { renewedGrounds, turnedBy } from '../access/aws/renewed-grounds.ts';
import { allEffects } from '../access/aws/techniques.ts';
import { internet, type Ref } from '../claim.ts';
import { edgeKinds, joins, type EdgeKind, type EdgePropsOf } from '../schema/index.ts';
import type { View } from '../view.ts';
import { derivation, type Renewed } from './derivation.ts';

interface Index {
  basis: Basis;
  facts: Facts;
  grounds: readonly Ground[];
  /** Principals of accounts that were not collected. */
  outside: ReadonlySet<string>;
  /** Who is asked about, and as whom each may come. */
  subjects: Subjects;
  /** What was spelled out when each was derived last. */
  spelled: Map<string, Spelled>;
}

const reads = {
  nodes: [
    'Identity',
    'Group',
    'Policy',
    'Account',
    'OrgUnit',
    'EncryptionKey',
    ...new Set(allEffects.map(({ kind }) => kind)),
  ],
  edges: ['MEMBER_OF', 'HAS_POLICY', 'IN_ORG', 'ENCRYPTED_WITH'],
} as const satisfies Reads;

const strangers = [anonymous, outsider];

/** Principals that policies of resources name, of accounts that were not collected. */
function outsideOf(grounds: readonly Ground[], collected: ReadonlySet<string>) {
  const fields = new Set(grounds.flatMap((ground) => ground.fields));
  const policies = [...fields]
    .flatMap(({ members }) => members)
    .flatMap(({ target }) => target.policies);
  return principalsOutside(policies, collected);
}

function indexOf(view: View): Index {
  const facts = factsOf(view);
  const grounds = groundsOf(facts, allEffects);
  const outside = outsideOf(grounds, collectedAccounts(view));
  const subjects = subjectsOf(facts, outside, strangers);
  return { basis: basisOf(view, reads), facts, grounds, outside, subjects, spelled: new Map() };
}

function renew(before: Index, view: View): Renewed<Index> | null {
  const difference = differenceOf(before.basis, view);
  if (!difference) return null;
  const principals = principalsOf(difference);
  const { facts, ...accounts } = before.facts.renewed(principals);
  const { spelled } = before;
  const renewed = renewedGrounds(facts, before.grounds, turnedBy(difference, accounts), {
    subjects: subjectsOf(facts, before.outside, strangers),
    spelled,
  });
  const { grounds } = renewed;
  const outside = outsideOf(grounds, collectedAccounts(view));
  const subjects = subjectsOf(facts, outside, strangers);
  const touched = new Set([
    ...principals,
    ...renewed.touched,
    ...inOneOnly(outside, before.outside),
  ]);
  return {
    index: { basis: difference.basis, facts, grounds, outside, subjects, spelled },
    touched,
    ends: renewed.ends,
  };
}

/** What an edge says of an amount. */
function propsOf({ kind, actions, permission, effect }: Amount): EdgePropsOf<EdgeKind> {
  const named = Object.hasOwn(edgeKinds[kind].props, 'actions') ? { actions } : {};
  return { ...named, ...certainty(permission), ...unproven(effect.candidate) };
}

export default derivation<Index>({
  name: 'aws-access',
  doc: 'Who may read, write, delete, prompt, rewrite or switch off what, by AWS policies and keys.',
  after: ['key-alias'],
  reads,
  index: indexOf,
  renew,
  subjects: ({ subjects }) => subjects.keys(),
  derive(subject, index, emit, wanted) {
    const { facts, subjects, spelled } = index;
    const grounds = wanted ? wantedOf(index.grounds, wanted) : index.grounds;
    const callers = subjects.get(subject) ?? [];
    const from: Ref = subject === internet.uid ? internet : { kind: 'Identity', uid: subject };
    const props = new Map<Amount, EdgePropsOf<EdgeKind>>();
    const access = accessEdges(facts, grounds, callers, wanted && spelled.get(subject));
    if (!wanted) spelled.set(subject, access.spelled);
    for (const { to, amount } of access.edges) {
      const { kind, permission } = amount;
      if (!joins(kind, from.kind, to.kind)) continue;
      let said = props.get(amount);
      if (!said) props.set(amount, (said = propsOf(amount)));
      emit.edge(kind, from, to, said, permission.because);
    }
  },
});
