import { accessEdges, type Amount } from '../access/aws/access-edges.ts';
import { basisOf, differenceOf, type Basis, type Reads } from '../access/aws/difference.ts';
import { factsOf, type Facts } from '../access/aws/facts.ts';
import { groundsOf, type Ground } from '../access/aws/ground.ts';
import { organizationTurn } from '../access/aws/organization-turn.ts';
import { certainty, unproven } from '../access/aws/permission.ts';
import { anonymous, outsider } from '../access/aws/principals.ts';
import { collectedAccounts, principalsOutside } from '../access/aws/principals-outside.ts';
import { inOneOnly, subjectsOf, type Subjects } from '../access/aws/subjects.ts';
import { ownSide, principalsOf, renewedGrounds } from '../access/aws/renewal.ts';
import { allEffects } from '../access/aws/techniques.ts';
import { internet, type Ref } from '../claim.ts';
import { edgeKinds, joins, type EdgeKind, type EdgePropsOf } from '../schema/index.ts';
import type { View } from '../view.ts';
import { derivation, type Renewed } from './derivation.ts';

interface Index {
  basis: Basis;
  facts: Facts;
  grounds: readonly Ground[];
  /** Accounts whose principals were collected. */
  collected: ReadonlySet<string>;
  /** Principals of accounts that were not collected. */
  outside: ReadonlySet<string>;
  /** Who is asked about, and as whom each may come. */
  subjects: Subjects;
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
  const collected = collectedAccounts(view);
  const outside = outsideOf(grounds, collected);
  const subjects = subjectsOf(facts, outside, strangers);
  return { basis: basisOf(view, reads), facts, grounds, collected, outside, subjects };
}

function renew(before: Index, view: View): Renewed<Index> | null {
  const difference = differenceOf(before.basis, view);
  const principals = difference && principalsOf(difference);
  if (!difference || !principals || inOneOnly(collectedAccounts(view), before.collected).length > 0)
    return null;
  const { collected } = before;
  const { facts, moved } = before.facts.renewed(principals);
  const turns = difference.turns.filter(([, { kind }]) => !ownSide.has(kind));
  const organization = organizationTurn(difference);
  const turned = { turns, organization, moved };
  const renewed = renewedGrounds(facts, before.grounds, turned, before.subjects);
  if (!renewed) return null;
  const { grounds } = renewed;
  const outside = grounds === before.grounds ? before.outside : outsideOf(grounds, collected);
  const subjects = subjectsOf(facts, outside, strangers);
  const touched = new Set([
    ...principals,
    ...renewed.touched,
    ...inOneOnly(outside, before.outside),
  ]);
  return {
    index: { basis: difference.basis, facts, grounds, collected, outside, subjects },
    touched,
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
  after: [],
  reads,
  index: indexOf,
  renew,
  subjects: ({ subjects }) => subjects.keys(),
  derive(subject, index, emit) {
    const { facts, grounds, subjects } = index;
    const callers = subjects.get(subject) ?? [];
    const from: Ref = subject === internet.uid ? internet : { kind: 'Identity', uid: subject };
    const props = new Map<Amount, EdgePropsOf<EdgeKind>>();
    for (const { to, amount } of accessEdges(facts, grounds, callers)) {
      const { kind, permission } = amount;
      if (!joins(kind, from.kind, to.kind)) continue;
      let said = props.get(amount);
      if (!said) props.set(amount, (said = propsOf(amount)));
      emit.edge(kind, from, to, said, permission.because);
    }
  },
});
