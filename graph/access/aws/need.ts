import type { Caller } from './caller.ts';
import type { Given } from './context.ts';
import { attempt } from './attempt.ts';
import type { Need } from './effect.ts';
import type { Facts } from './facts.ts';
import { denied, either, permissionOf, type Permission } from './permission.ts';
import { requestOf } from './request.ts';
import { mayAllow } from './sweep.ts';
import { nodeOf, targetOf } from './target.ts';
import { compile, exampleOf, matches } from './wildcard.ts';
import { sparedPatterns, anyName, documentsOf, unnamed } from './witness.ts';

/** Whether a caller may do an action on a resource, named by its ARN or `*`. */
export function permissionOn(
  facts: Facts,
  caller: Caller,
  action: string,
  arn: string,
  given: Given,
): Permission {
  const service = action.split(':')[0] ?? '';
  const target = targetOf(facts, service, arn, nodeOf(facts, arn));
  return permissionOf(caller, attempt(requestOf(facts, caller, action, target, given)));
}

/** Whether a caller may do an action on something of a form, whatever its name. */
export function permissionOnSome(
  facts: Facts,
  caller: Caller,
  { action, form }: Need,
  given: Given,
): Permission {
  const name = action.toLowerCase();
  if (!mayAllow(caller, name)) return denied;
  if (form === '*') return permissionOn(facts, caller, action, '*', given);
  const pattern = compile(form);
  const tried = new Set([unnamed(form, caller.account ?? '')]);
  for (const spared of sparedPatterns(documentsOf(caller), name, () => undefined)) {
    const example = exampleOf(spared, anyName);
    if (matches(pattern, example)) tried.add(example);
  }
  let best = denied;
  for (const arn of tried) {
    best = either(best, permissionOn(facts, caller, action, arn, given));
    if (best.allowed === true) break;
  }
  return best;
}
