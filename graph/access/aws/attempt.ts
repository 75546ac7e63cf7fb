import type { Condition } from './condition.ts';
import { decide, type Decision } from './decide.ts';
import type { Request } from './access-request.ts';
import { guises } from './guise.ts';
import { isNarrowBlock, networkOf } from './public-policy.ts';
import { isUnknown } from './ternary.ts';
import { fill, type Lookup, type Value } from './variables.ts';
import { exampleOf } from './wildcard.ts';
import { anyName } from './witness.ts';

/**
 * Keys whose values whoever sends a request chooses, as far as {@link valueFor} says so (Service Authorization Reference,
 * "Condition keys"; IAM User Guide, global condition keys).
 */
const chosen =
  /^(aws:sourceip|aws:referer|aws:useragent|aws:requesttag\/.+|aws:tagkeys|s3:x-amz-.+|s3:(prefix|delimiter|max-keys)|sts:(rolesessionname|sourceidentity|durationseconds|transitivetagkeys)|secretsmanager:version(id|stage)|dynamodb:(attributes|select|returnvalues|leadingkeys)|bedrock:guardrailidentifier)$/;

/** The value by which a sender makes a condition hold, or fail; undefined where none is in reach. */
function valueFor(
  { key, operator, values }: Condition,
  hold: boolean,
  lookup: Lookup,
): Value | undefined {
  const first = values[0] === undefined ? null : fill(values[0], lookup);
  if (operator === null) return hold === (first === 'true') ? null : [anyName];
  if (operator.negated === hold || typeof first !== 'string') return null;
  if (key !== 'aws:sourceip') return [exampleOf(first, anyName)];
  const block = values.find((value) => typeof value === 'string' && !isNarrowBlock(value));
  return typeof block === 'string' ? [networkOf(block)] : undefined;
}

/** Values that the sender would write: what allows asks for, and what denies spare. */
function choices(
  { routes, denies }: Decision,
  unknown: ReadonlySet<string>,
  lookup: Lookup,
): Map<string, Value> {
  const picked = new Map<string, Value>();
  const pick = (conditions: readonly Condition[], hold: boolean) => {
    for (const condition of conditions)
      if (unknown.has(condition.key) && !picked.has(condition.key)) {
        const value = valueFor(condition, hold, lookup);
        if (value !== undefined) picked.set(condition.key, value);
      }
  };
  for (const { matches } of routes)
    for (const { statement } of matches) pick(statement?.conditions ?? [], true);
  for (const { statement } of denies) pick(statement?.conditions ?? [], false);
  return picked;
}

/** One try, so a conditional answer stays where the policies ask for contrary values. */
function tried(request: Request): Decision {
  const plain = decide(request);
  if (!isUnknown(plain.allowed)) return plain;
  const unknown = new Set(plain.allowed.map((name) => name.toLowerCase()));
  if (![...unknown].every((key) => chosen.test(key))) return plain;
  const picked = choices(plain, unknown, request.lookup);
  const lookup = (key: string) => (picked.has(key) ? picked.get(key) : request.lookup(key));
  const better = decide({ ...request, lookup });
  return better.allowed === true ? better : plain;
}

/**
 * Decides a request as its sender would send it: where it hangs on nothing but what the sender
 * writes into it, with values that the policies ask for; from outside, under a name that they let in.
 */
export function attempt(request: Request): Decision {
  let best = tried(request);
  if (request.caller.kind !== 'outsider') return best;
  for (const lookup of best.allowed === true ? [] : guises(request)) {
    const other = tried({ ...request, lookup });
    if (other.allowed === true) return other;
    if (best.allowed === false) best = other;
  }
  return best;
}
