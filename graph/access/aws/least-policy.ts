import type { AppliedPolicy } from './applied-policy.ts';
import { texts, type Statement } from './policy.ts';
import type { Grant } from './use.ts';
import { compile, matches } from './wildcard.ts';
import { below } from './witness.ts';

/** A permission to keep: an action, or a pattern of some, on what a pattern of resources covers. */
export interface Kept {
  action: string;
  /** Null: on whatever the grant names. */
  resource: string | null;
  /** Statements that grant it. */
  grants: readonly Grant[];
}

/** What a policy says, without how it is grouped. */
interface Piece {
  action: { Action: string } | { NotAction: unknown };
  on: { Resource: string[] } | { NotResource: unknown };
  condition: unknown;
}

const hasVariable = (text: string) => text.includes('${');

/** Whether a pattern of resources may cover any of what another one does. */
function overlaps(text: string, resource: string): boolean {
  if (hasVariable(text)) return true;
  const [pattern, prefix] = [compile(text), resource.replace(/\*$/, '')];
  return prefix === resource ? matches(pattern, resource) : below(pattern, prefix) !== null;
}

/** Of a pattern that grants, what lies within a resource; as it is where nobody can tell. */
function within(text: string, resource: string): string[] {
  if (!hasVariable(text) && matches(compile(text), resource)) return [resource];
  return overlaps(text, resource) ? [text] : [];
}

function resourcesOf({ source }: Statement, resource: string | null): Piece['on'] | null {
  const { Resource, NotResource } = source;
  if (NotResource !== undefined) {
    const clear = resource !== null && !texts(NotResource).some((text) => overlaps(text, resource));
    return clear ? { Resource: [resource] } : { NotResource };
  }
  const named = texts(Resource);
  const found = resource === null ? named : named.flatMap((text) => within(text, resource));
  if (found.length === 0) return null;
  return { Resource: found.includes(resource ?? '') ? [resource ?? ''] : [...new Set(found)] };
}

const serviceOf = (action: string) => action.toLowerCase().split(':')[0] ?? '';

/** Whether all but what a statement excludes takes more than one service to say. */
const exceptsOf = ({ source, notAction }: Statement, action: string) =>
  notAction &&
  action.endsWith('*') &&
  texts(source['NotAction']).some((text) => matches(compile(serviceOf(text)), serviceOf(action)));

function pieceOf({ statement }: Grant, { action, resource }: Kept): Piece | null {
  const on = resourcesOf(statement, resource);
  const { NotAction, Condition } = statement.source;
  const said = exceptsOf(statement, action) ? { NotAction } : { Action: action };
  return on && { action: said, on, condition: Condition };
}

/** What of the grants keeps a permission: one that gives it whole and freely, else all. */
function piecesOf(kept: Kept): Piece[] {
  const pieces = kept.grants.flatMap((grant) => pieceOf(grant, kept) ?? []);
  const whole = pieces.find(
    ({ on, condition }) =>
      condition === undefined &&
      kept.resource !== null &&
      'Resource' in on &&
      on.Resource.includes(kept.resource),
  );
  return whole ? [whole] : pieces;
}

/** One statement for all actions on the same resources under the same conditions. */
function statementsOf(pieces: readonly Piece[]): object[] {
  const byPlace = Map.groupBy(pieces, ({ on, condition }) => JSON.stringify([on, condition]));
  const groups = [...byPlace.values()].flatMap((of) => {
    const [first] = of;
    if (!first) return [];
    const names = of.flatMap(({ action }) => ('Action' in action ? action.Action : []));
    const others = of.flatMap(({ action }) => ('NotAction' in action ? [action] : []));
    const said = [
      ...(names.length > 0 ? [{ Action: [...new Set(names)].sort() }] : []),
      ...new Map(others.map((one) => [JSON.stringify(one), one])).values(),
    ];
    return said.map((action) => ({ action, on: first.on, condition: first.condition }));
  });
  const alike = Map.groupBy(groups, ({ action, on, condition }) =>
    JSON.stringify([action, 'Resource' in on ? null : on, condition]),
  );
  return [...alike].sort().flatMap(([, of]) => {
    const [first] = of;
    if (!first) return [];
    const { action, on, condition } = first;
    const named = of.flatMap((one) => ('Resource' in one.on ? one.on.Resource : []));
    const where = 'Resource' in on ? { Resource: [...new Set(named)].sort() } : on;
    return [
      {
        Effect: 'Allow',
        ...action,
        ...where,
        ...(condition !== undefined && { Condition: condition }),
      },
    ];
  });
}

/** Whether two patterns of actions may share one. */
function mayShare(a: string, b: string): boolean {
  if (!a.includes('*') && !a.includes('?')) return matches(compile(b), a);
  if (!b.includes('*') && !b.includes('?')) return matches(compile(a), b);
  const [one, other] = [serviceOf(a), serviceOf(b)];
  return matches(compile(one), other) || matches(compile(other), one);
}

/** Denies of the same policies that may cut what is kept, as they are written but for their names. */
function denying(policies: readonly AppliedPolicy[], actions: readonly string[]): object[] {
  const cuts = ({ source, notAction }: Statement) =>
    notAction ||
    texts(source['Action']).some((text) =>
      actions.some((action) => mayShare(action.toLowerCase(), text.toLowerCase())),
    );
  return policies.flatMap(({ document }) =>
    document.statements
      .filter((statement) => statement.effect === 'deny' && cuts(statement))
      .map(({ source }) => {
        const { Sid, ...rest } = source;
        return Sid === undefined ? source : rest;
      }),
  );
}

/** A policy document. */
export interface LeastPolicy {
  Version: string;
  Statement: object[];
}

/**
 * The policy that keeps some permissions as policies grant them, and gives nothing that those do not:
 * what is granted within each, under its conditions, and the denies that stand against it. Null where
 * none of them is granted.
 */
export function leastPolicy(
  kept: readonly Kept[],
  policies: readonly AppliedPolicy[],
): LeastPolicy | null {
  const pieces = kept.flatMap(piecesOf);
  if (pieces.length === 0) return null;
  const actions = pieces.map(({ action }) => ('Action' in action ? action.Action : '*'));
  return {
    Version: '2012-10-17',
    Statement: [...statementsOf(pieces), ...denying(policies, actions)],
  };
}
