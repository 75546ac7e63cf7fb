import { fail } from '../../errors.ts';
import type { Edge } from '../../entity.ts';
import type { View } from '../../view.ts';
import type { AppliedPolicy } from './applied-policy.ts';
import { whereRead } from './explain.ts';
import { factsOf } from './facts.ts';
import { place } from './field.ts';
import { concerning, type Statement } from './policy.ts';
import { allEffects, allExecutions } from './techniques.ts';
import { compile, matches } from './wildcard.ts';

/** What an identity was seen to do. */
export interface Use {
  action: string;
  /** ARN, or a pattern of what lies below it. */
  resource: string;
  /** Milliseconds since 1970. */
  lastSeen: number;
  count: number | null;
}

/** A statement that grants, and whether anything seen needed it. */
export interface Granted {
  policy: string;
  statement: string;
  actions: string[];
  used: boolean;
  where: string | null;
}

export interface RightSize {
  identity: string;
  granted: Granted[];
  used: Use[];
  /** Edges that policies give and that nobody was seen to take, by kind and end. */
  unused: { kind: string; to: string; actions: string[] }[];
  /** The least policy that keeps what was used; null where nothing was seen. */
  policy: { Version: string; Statement: object[] } | null;
  /** What the answer leaves out, for people. */
  notes: string[];
}

const table = [...allEffects, ...allExecutions].map((effect) => ({
  ...effect,
  form: compile(effect.form),
  names: new Set([...effect.actions, ...(effect.also ?? []).filter((n) => typeof n === 'string')]),
}));

/** Where an action on a node is checked. */
function resourceOf(view: View, uid: string, action: string): string {
  const kind = view.node(uid)?.kind;
  const row = table.find(
    (effect) => effect.kind === kind && effect.names.has(action) && matches(effect.form, uid),
  );
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
          })),
    )
    .sort((a, b) => (`${a.action} ${a.resource}` < `${b.action} ${b.resource}` ? -1 : 1));
}

/** One statement for all actions on the same resources. */
function leastPolicy(uses: readonly Use[]): RightSize['policy'] {
  if (uses.length === 0) return null;
  const byResource = Map.groupBy(uses, ({ resource }) => resource);
  const groups = Map.groupBy([...byResource], ([, of]) =>
    [...new Set(of.map(({ action }) => action))].sort().join(),
  );
  const Statement = [...groups].sort().map(([actions, of]) => ({
    Effect: 'Allow',
    Action: actions.split(','),
    Resource: of.map(([resource]) => resource).sort(),
  }));
  return { Version: '2012-10-17', Statement };
}

/** Whether a statement grants something that was used. */
const covers = ({ policy, statement }: { policy: AppliedPolicy; statement: Statement }, use: Use) =>
  concerning(policy.document, use.action.toLowerCase()).allow.includes(statement) &&
  (statement.resources ?? []).some(
    (pattern) => typeof pattern !== 'string' || matches(pattern, use.resource.replace(/\*$/, 'x')),
  ) !== statement.notResource;

const texts = (value: unknown): string[] => [value].flat().map(String);

/**
 * What an AWS identity is granted against what it was seen to use, and the least policy that keeps
 * the latter. Throws USAGE where no such identity was collected.
 */
export function rightSize(view: View, uid: string): RightSize {
  const node = view.node(uid);
  if (node?.kind !== 'Identity' || node.stub) fail('USAGE', `"${uid}": no collected identity`);
  const edges = view.out(uid).filter((edge) => edge.kind !== 'MEMBER_OF');
  const used = usesOf(view, edges);
  const { policies, missing } = factsOf(view).caller(node);
  const statements = policies.flatMap((policy) =>
    policy.document.statements
      .filter(({ effect }) => effect === 'allow')
      .map((statement) => ({ policy, statement })),
  );
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
      used: used.some((use) => covers({ policy, statement }, use)),
      where: whereRead(view, policy),
    })),
    used,
    unused: edges
      .filter((edge) => edge.lastSeen === undefined && edge.basis === 'configured')
      .filter((edge) => actionsOf(edge).length > 0 && !holdsUsed(edge.to))
      .map((edge) => ({ kind: edge.kind, to: edge.to, actions: actionsOf(edge) }))
      .sort((a, b) => (`${a.kind} ${a.to}` < `${b.kind} ${b.to}` ? -1 : 1)),
    policy: leastPolicy(used),
    notes: [
      'Used is what collected CloudTrail events show: data events count only where the trail logs them.',
      'Of one kind of use of one resource, every granted action is kept.',
      ...(missing === null ? [] : [`Not collected: ${missing}.`]),
    ],
  };
}
