import { accessEdges, type Spelled } from '../access/aws/access-edges.ts';
import { administration } from '../access/aws/administration.ts';
import { accountUid, parseArn } from '../access/aws/arn.ts';
import type { Caller } from '../access/aws/caller.ts';
import { namesSome } from '../access/aws/covering.ts';
import {
  basisOf,
  differenceOf,
  differing,
  type Basis,
  type Difference,
  type Reads,
} from '../access/aws/difference.ts';
import { factsOf, type Facts } from '../access/aws/facts.ts';
import { namesBeside } from '../access/aws/effect.ts';
import {
  escalations,
  gainableOf,
  gainedOtherwise,
  type Escalation,
  type Gainable,
} from '../access/aws/escalations.ts';
import { facedOtherwise, gainingOtherwise, looksAt } from '../access/aws/gainers.ts';
import { groundsOf, type Ground } from '../access/aws/ground.ts';
import { wantedOf } from '../access/aws/narrow-grounds.ts';
import { byAccount, inOrder } from '../access/aws/holders.ts';
import { policiesOf } from '../access/aws/identity-policies.ts';
import { principalFields } from '../access/aws/on-principals.ts';
import { trusting } from '../access/aws/passing.ts';
import { both, certainty, either, unproven, type Permission } from '../access/aws/permission.ts';
import { anonymous, outsider } from '../access/aws/principals.ts';
import { ownSide, principalsOf } from '../access/aws/renewal.ts';
import { renewedGrounds, turnedBy } from '../access/aws/renewed-grounds.ts';
import { mayAllow } from '../access/aws/sweep.ts';
import { allExecutions, allPassedRoles } from '../access/aws/techniques.ts';
import { internet, type Ref } from '../claim.ts';
import type { Node } from '../entity.ts';
import type { View } from '../view.ts';
import { derivation, type DerivedEmit, type Renewed, type Wanted } from './derivation.ts';

interface Index extends Gainable {
  basis: Basis;
  principals: ReadonlyMap<string, Node>;
  executions: readonly Ground[];
  /** What of executions was spelled out when each was derived last. */
  spelled: Map<string, Spelled>;
}

const strangers: readonly Caller[] = [anonymous, outsider];

/** Groups by account whose own policies make an administrator of each member. */
function adminGroups(view: View, facts: Facts): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const group of inOrder(view.nodesOf('Group'))) {
    const account = group.uid.split(':')[4] ?? '';
    if (group.stub || account === '') continue;
    const member: Caller = {
      ...anonymous,
      kind: 'user',
      arn: `arn:aws:iam::${account}:user/member`,
      account,
      policies: policiesOf(view, group, 'group'),
    };
    if (administration(facts, member).allowed === true)
      found.set(account, [...(found.get(account) ?? []), group.uid]);
  }
  return found;
}

const reads = {
  nodes: [
    'Identity',
    'Group',
    'Policy',
    'Account',
    'OrgUnit',
    'Cluster',
    ...new Set(allExecutions.map(({ kind }) => kind)),
  ],
  edges: ['MEMBER_OF', 'HAS_POLICY', 'IN_ORG'],
} as const satisfies Reads;

/** What follows from principals alone. */
function principalsIn(view: View) {
  const accounts = byAccount(view);
  return {
    accounts,
    principals: new Map([...accounts.values()].flat().map((node) => [node.uid, node])),
  };
}

const services = new Set(allPassedRoles.flatMap(({ services: names }) => names));

/** Services on whose resources it rests which roles can be passed. */
const serviced = new Set(
  allPassedRoles.flatMap(({ needs }) => needs.map(({ action }) => action.split(':')[0] ?? '')),
);

function indexOf(view: View): Index {
  const facts = factsOf(view);
  const of = principalsIn(view);
  return {
    basis: basisOf(view, reads),
    facts,
    ...of,
    adminGroups: adminGroups(view, facts),
    roles: trusting(facts, of.accounts, services),
    targets: principalFields(facts),
    executions: groundsOf(facts, allExecutions),
    spelled: new Map(),
  };
}

/** What was found on workloads and clusters of which a way to pass a role speaks. */
function passableOtherwise({ turns }: Difference): (caller: Caller) => boolean {
  const others = turns.map(([, after]) => after).filter(({ kind }) => !ownSide.has(kind));
  const named = others
    .map(({ uid }) => uid)
    .filter((uid) => serviced.has(parseArn(uid)?.service ?? ''));
  const cluster = others.some(({ kind }) => kind === 'Cluster');
  return (caller) => mayAllow(caller, 'iam:passrole') && (cluster || namesSome(caller, named));
}

function renew(before: Index, view: View): Renewed<Index> | null {
  const difference = differenceOf(before.basis, view);
  if (!difference) return null;
  const own = principalsOf(difference);
  const { facts, ...accounts } = before.facts.renewed(own);
  const { moved } = accounts;
  const groups = adminGroups(view, facts);
  const regrouped = differing(before.adminGroups, groups);
  const of = principalsIn(view);
  const callers = new Map([...of.principals].map(([uid, node]) => [uid, facts.caller(node)]));
  const subjects = new Map<string, readonly Caller[]>([[internet.uid, strangers]]);
  for (const [uid, caller] of callers) subjects.set(uid, [caller]);
  const turned = turnedBy(difference, accounts);
  const { organization } = turned;
  const { spelled } = before;
  const renewed = renewedGrounds(facts, before.executions, turned, { subjects, spelled });
  const touched = new Set([...own, ...renewed.touched, ...gainingOtherwise(organization, callers)]);
  const faced = facedOtherwise(difference);
  const passes = passableOtherwise(difference);
  for (const [uid, caller] of callers)
    if (regrouped.has(caller.account ?? '') || passes(caller)) touched.add(uid);
  const trusted = (organization.resource?.concerned(['sts:assumerole']).length ?? 0) > 0;
  const anew = faced.size > 0 || moved.size > 0;
  const index: Index = {
    facts,
    adminGroups: groups,
    ...of,
    basis: difference.basis,
    roles: anew || trusted ? trusting(facts, of.accounts, services) : before.roles,
    targets: anew ? principalFields(facts) : before.targets,
    executions: renewed.grounds,
    spelled,
  };
  const ends = new Map(renewed.ends);
  const gainedBy = gainedOtherwise([before, index], difference, faced);
  for (const [uid, caller] of callers) {
    const self = of.principals.get(uid);
    if (!self || touched.has(uid) || !looksAt(caller, faced)) continue;
    const gained = gainedBy(caller, self);
    if (gained.size > 0) ends.set(uid, new Set([...gained, ...(ends.get(uid) ?? [])]));
  }
  return { index, touched, ends };
}

const techniqueOf = (permissions: readonly string[]) => [...new Set(permissions)].join('+');

/** What ways to one end amount to together. */
const together = (ways: readonly Escalation[]): Permission =>
  [...Map.groupBy(ways, ({ handed }) => handed)]
    .map(([handed, alike]) => both(alike.map(({ able }) => able).reduce(either), handed))
    .reduce(either);

const isSure = ({ able, handed }: Escalation) => able.allowed === true && handed.allowed === true;

/** One edge for all ways to the same end; a certain way displaces others, a proven one candidates. */
function putEscalations(from: Ref<'Identity'>, all: Iterable<Escalation>, emit: DerivedEmit) {
  const ends = Map.groupBy(all, ({ to }) => to.uid);
  for (const ways of ends.values()) {
    const proven = ways.filter(({ candidate }) => candidate === undefined);
    const shown = proven.length > 0 ? proven : ways;
    const sure = shown.filter(isSure);
    const counted = sure.length > 0 ? sure : shown;
    const [first] = counted;
    if (!first) continue;
    const permission = together(counted);
    emit.edge(
      'ESCALATES',
      from,
      first.to,
      {
        technique: techniqueOf(first.permissions),
        permissions: [...new Set(counted.flatMap(({ permissions }) => permissions))].sort(),
        ...(counted.every(({ self }) => self === true) && { self: true }),
        ...certainty(permission),
        ...unproven(first.candidate),
      },
      permission.because,
    );
  }
}

function putExecutions(
  index: Index,
  from: Ref<'Identity' | 'Internet'>,
  callers: readonly Caller[],
  emit: DerivedEmit,
  wanted: Wanted | undefined,
) {
  const { facts, executions, spelled } = index;
  const grounds = wanted ? wantedOf(executions, wanted) : executions;
  const access = accessEdges(facts, grounds, callers, wanted && spelled.get(from.uid));
  if (!wanted) spelled.set(from.uid, access.spelled);
  for (const { to, amount } of access.edges) {
    const { kind, actions, permission, effect } = amount;
    emit.edge(
      kind,
      from,
      to,
      {
        actions,
        technique: techniqueOf([...effect.actions.slice(0, 1), ...namesBeside(effect)]),
        ...certainty(permission),
        ...unproven(effect.candidate),
      },
      permission.because,
    );
  }
}

export default derivation<Index>({
  name: 'aws-escalation',
  doc: 'Known techniques by which an AWS principal gains another one, a workload or its account.',
  after: [],
  reads,
  index: indexOf,
  renew,
  subjects: ({ principals }) => [...principals.keys(), internet.uid],
  derive(subject, index, emit, wanted) {
    if (subject === internet.uid) {
      putExecutions(index, internet, strangers, emit, wanted);
      return;
    }
    const node = index.principals.get(subject);
    if (!node) return;
    const caller = index.facts.caller(node);
    const from = { kind: 'Identity', uid: subject } as const;
    putExecutions(index, from, [caller], emit, wanted);
    // Of what leads to the account, any principal of it may be the way.
    const all = !wanted || wanted(accountUid(caller.account ?? ''));
    putEscalations(from, escalations(all ? index : gainableOf(index, wanted), caller, node), emit);
  },
});
