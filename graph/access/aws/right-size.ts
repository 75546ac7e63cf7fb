import { fail } from '../../errors.ts';
import type { Edge } from '../../entity.ts';
import type { View } from '../../view.ts';
import { whereRead } from './explain.ts';
import { factsOf } from './facts.ts';
import { place } from './field.ts';
import { protectingKey } from './key.ts';
import { leastPolicy, type Kept, type LeastPolicy } from './least-policy.ts';
import { passRole } from './passing.ts';
import { texts } from './policy.ts';
import {
  allows,
  isActionUsed,
  isStatementUsed,
  trackedGrants,
  trackedUseOf,
  trackedUses,
} from './tracked-use.ts';
import type { Grant, Use } from './use.ts';
import { allEffects, allExecutions } from './techniques.ts';
import { compile, matches } from './wildcard.ts';

/** A statement that grants, and whether anything needed it: null where nobody can tell. */
export interface Granted {
  policy: string;
  statement: string;
  actions: string[];
  used: boolean | null;
  where: string | null;
}

export interface RightSize {
  identity: string;
  granted: Granted[];
  used: Use[];
  /** Edges that policies give and that nobody was seen to take; `never` where IAM tracked that. */
  unused: { kind: string; to: string; actions: string[]; never: boolean }[];
  /** The least policy that keeps what was used; null where nothing was seen that needs one. */
  policy: LeastPolicy | null;
  /** What the answer leaves out, for people. */
  notes: string[];
}

const table = [...allEffects, ...allExecutions].map((effect) => ({
  ...effect,
  form: compile(effect.form),
  names: new Set([...effect.actions, ...(effect.also ?? []).filter((n) => typeof n === 'string')]),
}));

/** What AWS says of an action on a node. */
const rowFor = (view: View, uid: string, action: string) => {
  const kind = view.node(uid)?.kind;
  return table.find(
    (effect) => effect.kind === kind && effect.names.has(action) && matches(effect.form, uid),
  );
};

const keyOf = (view: View, uid: string): string | undefined => {
  const node = view.node(uid);
  const key = node && protectingKey(view, node);
  return key?.manager === 'customer' && key.name.startsWith('arn:') ? key.name : undefined;
};

/** Where an action on a node is checked: what decrypts it, on its key. */
function resourceOf(view: View, uid: string, action: string): string {
  if (action.startsWith('kms:') && view.node(uid)?.kind !== 'EncryptionKey')
    return keyOf(view, uid) ?? '*';
  const row = rowFor(view, uid, action);
  if (!row) return uid;
  const { resource, open } = place(row.on, uid);
  return open ? `${resource}*` : resource;
}

const actionsOf = ({ kind, props }: Edge): string[] => {
  if (kind === 'CAN_ASSUME') return ['sts:AssumeRole'];
  const actions = props['actions'];
  return Array.isArray(actions) ? actions.filter((name) => typeof name === 'string') : [];
};

function usesOf(view: View, edges: readonly Edge[]): Use[] {
  return edges
    .flatMap((edge) =>
      edge.lastSeen === undefined
        ? []
        : actionsOf(edge).map((action) => ({
            action,
            resource: resourceOf(view, edge.to, action),
            lastSeen: edge.lastSeen ?? 0,
            count: edge.count ?? null,
            by: 'event' as const,
          })),
    )
    .sort((a, b) => (`${a.action} ${a.resource}` < `${b.action} ${b.resource}` ? -1 : 1));
}

/** Keys that what was seen to be used takes besides. */
const keysFor = (view: View, edges: readonly Edge[]): Pick<Use, 'action' | 'resource'>[] =>
  edges
    .filter(({ lastSeen }) => lastSeen !== undefined)
    .flatMap((edge) =>
      actionsOf(edge).flatMap((name) => {
        const action = rowFor(view, edge.to, name)?.key;
        const resource = keyOf(view, edge.to);
        return action && resource ? [{ action, resource }] : [];
      }),
    );

/** Whether a statement grants something that was used. */
const covers = (grant: Grant, use: Pick<Use, 'action' | 'resource'>) =>
  allows(grant, use.action) &&
  (grant.statement.resources ?? []).some(
    (pattern) => typeof pattern !== 'string' || matches(pattern, use.resource.replace(/\*$/, 'x')),
  ) !== grant.statement.notResource;

/**
 * What an AWS identity is granted against what it was seen to use, and the least policy that keeps
 * the latter. Throws USAGE where no such identity was collected.
 */
export function rightSize(view: View, uid: string): RightSize {
  const node = view.node(uid);
  if (node?.kind !== 'Identity' || node.stub) fail('USAGE', `"${uid}": no collected identity`);
  const edges = view.out(uid).filter((edge) => edge.kind !== 'MEMBER_OF');
  const seen = usesOf(view, edges);
  const report = trackedUseOf(node);
  const { policies, missing } = factsOf(view).caller(node);
  const statements = policies.flatMap((policy) =>
    policy.document.statements
      .filter(({ effect }) => effect === 'allow')
      .map((statement) => ({ policy, statement })),
  );
  const tracked = report ? trackedGrants(report, statements, seen) : [];
  const used = [...seen, ...trackedUses(tracked)];
  const kept: Kept[] = [
    ...[...seen, ...keysFor(view, edges)].map(({ action, resource }) => ({
      action,
      resource: resource === '*' ? null : resource,
      grants: statements.filter((grant) => allows(grant, action)),
    })),
    ...tracked.map(({ action, grant }) => ({ action, resource: null, grants: [grant] })),
    { action: passRole, resource: null, grants: statements.filter((g) => allows(g, passRole)) },
  ];
  const isUsed = (grant: Grant) => {
    if (seen.some((use) => covers(grant, use))) return true;
    return report && isStatementUsed(report, grant);
  };
  const seenOn = new Set(edges.flatMap(({ lastSeen, to }) => (lastSeen === undefined ? [] : [to])));
  const holdsUsed = (to: string) => view.out(to, 'CONTAINS').some((edge) => seenOn.has(edge.to));
  return {
    identity: uid,
    granted: statements.map(({ policy, statement }) => ({
      policy: policy.name,
      statement: statement.id,
      actions: texts(statement.source['Action'] ?? statement.source['NotAction']).map((name) =>
        statement.notAction ? `all but ${name}` : name,
      ),
      used: isUsed({ policy, statement }),
      where: whereRead(view, policy),
    })),
    used,
    unused: edges
      .filter((edge) => edge.lastSeen === undefined && edge.basis === 'configured')
      .filter((edge) => actionsOf(edge).length > 0 && !holdsUsed(edge.to))
      .map((edge) => {
        const actions = actionsOf(edge);
        const never =
          report !== null && actions.every((name) => isActionUsed(report, name) === false);
        return { kind: edge.kind, to: edge.to, actions, never };
      })
      .sort((a, b) => (`${a.kind} ${a.to}` < `${b.kind} ${b.to}` ? -1 : 1)),
    policy: used.length === 0 ? null : leastPolicy(kept, policies),
    notes: [
      'Used is what collected CloudTrail events show: data events count only where the trail logs them.',
      report
        ? `IAM's last-accessed report of ${report.at} counts as well: it looks back 400 days, and tracks single actions of some services only.`
        : "Without IAM's last-accessed report nothing shows that a permission was never used.",
      'Nothing tells whether a role was passed: iam:PassRole is kept where it is granted.',
      'Of one kind of use of one resource, every granted action is kept.',
      ...(missing === null ? [] : [`Not collected: ${missing}.`]),
    ],
  };
}
