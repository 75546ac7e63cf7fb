import { through } from './attacker-context.ts';
import type { Caller } from './caller.ts';
import type { Facts } from './facts.ts';
import type { Member } from './field.ts';
import type { Route } from './decide.ts';
import { decideMember } from './sweep.ts';
import { targetOf } from './target.ts';
import type { Ternary } from './ternary.ts';

/** Whether a caller may use a key, and by which statements. */
export interface KeyUse {
  allowed: Ternary;
  routes: readonly Route[];
}

const free: KeyUse = { allowed: true, routes: [] };
const closed: KeyUse = { allowed: false, routes: [] };

/**
 * Whether the caller may do what a member's key needs. A key of AWS serves every principal of its
 * own account that may use the data, and nobody else (AWS KMS Developer Guide, "AWS managed keys").
 */
export function keyUse(facts: Facts, caller: Caller, operation: string, member: Member): KeyUse {
  const { key, target } = member;
  if (key === null) return free;
  if (caller.account === null) return closed;
  if (key.manager === 'aws') return target.account?.id === caller.account ? free : closed;
  if (!key.name.startsWith('arn:')) return { allowed: [`key ${key.name}`], routes: [] };
  const on = targetOf(facts, 'kms', key.name, facts.view.node(key.name));
  const region = target.region ?? on.region ?? '';
  return decideMember(
    facts,
    caller,
    operation.toLowerCase(),
    { ...member, resource: key.name, open: false, target: on },
    through(target.service, region),
  );
}
