import { accessEdges } from '../access/aws/access-edges.ts';
import { effects } from '../access/aws/effects.ts';
import { factsOf, type Facts } from '../access/aws/facts.ts';
import { groundsOf, type Ground } from '../access/aws/ground.ts';
import { certainty } from '../access/aws/permission.ts';
import { anonymous, outsider } from '../access/aws/principals.ts';
import {
  callerOutside,
  collectedAccounts,
  principalsOutside,
} from '../access/aws/principals-outside.ts';
import type { Ref } from '../claim.ts';
import { edgeKinds, joins } from '../schema/index.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

interface Index {
  facts: Facts;
  grounds: readonly Ground[];
  principals: readonly string[];
  /** Principals of accounts that were not collected. */
  outside: ReadonlySet<string>;
}

/** Principals that somebody can come to hold: service-linked roles serve their service alone. */
function* holdable(view: View): Iterable<string> {
  for (const { uid, stub, props } of view.nodesOf('Identity'))
    if (!stub && /^arn:[^:]+:iam::\d{12}:(user\/|role\/|root$)/.test(uid))
      if (props['serviceLinked'] !== true) yield uid;
}

function indexOf(view: View): Index {
  const facts = factsOf(view);
  const grounds = groundsOf(facts, effects);
  const policies = grounds
    .flatMap(({ fields }) => fields)
    .flatMap(({ members }) => members)
    .flatMap(({ target }) => target.policies);
  const outside = principalsOutside(policies, collectedAccounts(view));
  return { facts, grounds, principals: [...holdable(view)], outside };
}

const internet: Ref = { kind: 'Internet', uid: 'internet' };

function callersOf(subject: string, { facts, outside }: Index) {
  if (subject === internet.uid) return [anonymous, outsider];
  if (outside.has(subject)) return [callerOutside(facts.view, subject)];
  const node = facts.view.node(subject);
  return node ? [facts.caller(node)] : [];
}

export default derivation<Index>({
  name: 'aws-access',
  doc: 'Who may read, write, delete, prompt, rewrite or switch off what, by AWS policies and keys.',
  after: [],
  reads: {
    nodes: [
      'Identity',
      'Group',
      'Policy',
      'Account',
      'OrgUnit',
      'EncryptionKey',
      ...new Set(effects.map(({ kind }) => kind)),
    ],
    edges: ['MEMBER_OF', 'HAS_POLICY', 'IN_ORG', 'ENCRYPTED_WITH'],
  },
  index: indexOf,
  subjects: ({ principals, outside }) => [...principals, ...outside, internet.uid],
  derive(subject, index, emit) {
    const { facts, grounds } = index;
    const callers = callersOf(subject, index).filter((caller) => caller !== null);
    const from: Ref = subject === internet.uid ? internet : { kind: 'Identity', uid: subject };
    for (const { kind, to, actions, permission } of accessEdges(facts, grounds, callers)) {
      if (!joins(kind, from.kind, to.kind)) continue;
      const named = Object.hasOwn(edgeKinds[kind].props, 'actions') ? { actions } : {};
      emit.edge(kind, from, to, { ...named, ...certainty(permission) }, permission.because);
    }
  },
});
