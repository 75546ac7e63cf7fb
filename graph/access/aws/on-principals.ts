import type { Caller } from './caller.ts';
import type { Concern } from './concern.ts';
import type { Given } from './context.ts';
import type { Decision } from './decide.ts';
import type { Facts } from './facts.ts';
import { fieldsOf, type Field } from './field.ts';
import { denied, permissionOf, type Permission } from './permission.ts';
import { sweep } from './sweep.ts';

/** Users and roles, as something that actions of IAM are checked on. */
export const principalFields = (facts: Facts): Field[] =>
  ['role', 'user'].flatMap((type) =>
    fieldsOf(facts, {
      kind: 'Identity',
      form: `arn:*:iam::*:${type}/*`,
      on: 'itself',
      service: 'iam',
    }),
  );

/** To IAM no principal has a policy of its own that says who may use it. */
const nobody: Concern = { always: [], named: new Map() };

/** What a caller may do by an action of IAM on each principal of its account, by its uid. */
export function permissionsOnPrincipals(
  facts: Facts,
  caller: Caller,
  action: string,
  fields: readonly Field[],
  given: Given,
): (uid: string) => Permission {
  const found = new Map<string, Permission>();
  for (const field of fields) {
    if (field.account !== caller.account) continue;
    const asked = { concern: nobody, given };
    const { rest, singled } = sweep(facts, caller, action.toLowerCase(), field, asked);
    const put = (decision: Decision, members: Field['members']) => {
      const permission = permissionOf(caller, decision);
      for (const { node } of members) found.set(node.uid, permission);
    };
    if (rest) put(rest, field.members);
    for (const [decision, members] of singled) put(decision, members);
  }
  return (uid) => found.get(uid) ?? denied;
}
