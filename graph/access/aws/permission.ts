import type { Cause } from '../../claim.ts';
import { causeOf } from './applied-policy.ts';
import { isWhole, type Caller } from './caller.ts';
import type { Decision, Route } from './decide.ts';
import { paired } from './paired.ts';
import { and, isUnknown, or, type Ternary } from './ternary.ts';

/** What a caller may do, with the statements that let it: what an edge is made of. */
export interface Permission {
  allowed: Ternary;
  /** Alternatives; the causes of one together suffice. */
  because: Cause[][];
}

export const denied: Permission = { allowed: false, because: [] };

/** What nothing stands against, and no statement need allow. */
export const granted: Permission = { allowed: true, because: [] };

/** Alternatives of one edge; a change that removes all those named may leave further ones. */
const most = 64;

const whole = ({ arn, kind }: Caller): Cause => ({
  id: `${arn}#root`,
  type: 'root',
  holder: arn,
  say: kind === 'root' ? 'the root user has every right' : 'the account has every right of its own',
});

function causesOf(caller: Caller, { matches }: Route): Cause[] {
  const causes = matches.flatMap(({ policy, statement }) =>
    statement === null ? [] : [causeOf(policy, statement)],
  );
  return causes.length === 0 && isWhole(caller) ? [whole(caller)] : causes;
}

const once = (causes: Cause[]): Cause[] => [
  ...new Map(causes.map((cause) => [cause.id, cause])).values(),
];

/** Alternatives without those that hold another one and more. */
function minimal(because: Cause[][]): Cause[][] {
  if (because.length < 2) return because;
  const sets = because.map((causes) => new Set(causes.map(({ id }) => id)));
  return because.filter((_, i) => {
    const mine = sets[i] ?? new Set();
    return !sets.some(
      (other, j) =>
        j !== i && [...other].every((id) => mine.has(id)) && (other.size < mine.size || j < i),
    );
  });
}

/**
 * The permission that a decision amounts to. Where it is certain, only certain ways count; a way
 * that rests on nothing but policies that nobody read grants nothing.
 */
export function permissionOf(
  caller: Caller,
  { allowed, routes }: Pick<Decision, 'allowed' | 'routes'>,
) {
  if (allowed === false) return denied;
  const counted = allowed === true ? routes.filter(({ value }) => value === true) : routes;
  const because = counted
    .map((route) => causesOf(caller, route))
    .filter(({ length }) => length > 0);
  return because.length === 0 ? denied : { allowed, because: minimal(because) };
}

const combined = paired<Permission>((a, b) => {
  const allowed = and(a.allowed, b.allowed);
  if (allowed === false) return denied;
  if (a.because.length === 0 && b.because.length === 0) return { allowed, because: [] };
  if (b.because.length === 0) return allowed === a.allowed ? a : { allowed, because: a.because };
  if (a.because.length === 0) return allowed === b.allowed ? b : { allowed, because: b.because };
  const pairs = a.because.flatMap((x) => b.because.map((y) => once([...x, ...y])));
  return { allowed, because: minimal(pairs.slice(0, most * 4)).slice(0, most) };
});

/** Both at once: every alternative of one with every one of the other. */
export const both = (a: Permission, b: Permission): Permission =>
  b === granted ? a : a === granted ? b : combined(a, b);

/** Either: what is certain displaces what is not. */
export const either = paired<Permission>((a, b) => {
  if (a === b || b.allowed === false) return a;
  if (a.allowed === false) return b;
  const allowed = or(a.allowed, b.allowed);
  const counted = [a, b].filter((p) => allowed !== true || p.allowed === true);
  return { allowed, because: minimal(counted.flatMap(({ because }) => because)).slice(0, most) };
});

/** Properties of an edge that says how sure a permission is. */
export const certainty = ({ allowed }: Permission) =>
  isUnknown(allowed) ? { conditional: true, conditionKeys: [...allowed].sort() } : {};

/** Properties of an edge that no public proof stands behind, with the reason. */
export const unproven = (candidate: string | undefined) =>
  candidate === undefined ? {} : { inferred: true, note: candidate };
