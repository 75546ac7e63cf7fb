import type { Condition } from './condition.ts';
import type { Request } from './access-request.ts';
import { concerning } from './policy.ts';
import { outsider } from './principals.ts';
import { fill, type Lookup, type Value } from './variables.ts';
import { exampleOf, type Compiled } from './wildcard.ts';
import { anyName } from './witness.ts';

/**
 * Keys that tell who asks. Whoever has an account of their own names and tags its users and roles as
 * they like, so that these keep nobody out unless the account or organisation is asked for as well.
 */
const named = /^aws:(principalarn|principaltype|username|principaltag\/.+)$/;

/** ARN of a principal of an account that is not ours, as a pattern wants it. */
function arnFor(pattern: Compiled): string {
  const parts = pattern.split(':');
  const resource = parts.length < 6 ? pattern : parts.slice(5).join(':');
  const kind = /^(user|role)\//.test(resource) ? '' : 'role/';
  const root = outsider.arn.replace(/user\/.*$/, '');
  return `${root}${kind}${exampleOf(resource as Compiled, anyName)}`;
}

function valueFor({ key, values }: Condition, lookup: Lookup): Value {
  const [first] = values;
  const wanted = first === undefined ? null : fill(first, lookup);
  if (typeof wanted !== 'string') return null;
  return [key === 'aws:principalarn' ? arnFor(wanted) : exampleOf(wanted, anyName)];
}

/** What conditions want of who asks: allows that they hold, denies that they do not. */
function* wishes(
  conditions: readonly Condition[],
  effect: 'allow' | 'deny',
  lookup: Lookup,
): Iterable<[string, Value]> {
  for (const condition of conditions) {
    const { key, operator } = condition;
    if (!operator || !named.test(key)) continue;
    if (operator.negated === (effect === 'deny')) yield [key, valueFor(condition, lookup)];
  }
}

/** Names that are tried; a policy that AWS takes has room for about as many statements. */
const most = 64;

/**
 * As whom somebody outside would send a request: under each name that a statement for everyone asks
 * for, and that no deny refuses.
 */
export function guises(request: Request): Lookup[] {
  const { action, target, lookup } = request;
  const documents = [...target.policies, ...(target.behind?.(target.arn).policies ?? [])].map(
    ({ document }) => concerning(document, action),
  );
  const spared = new Map(
    documents.flatMap(({ deny }) =>
      deny.flatMap(({ conditions }) => [...wishes(conditions, 'deny', lookup)]),
    ),
  );
  const asked = new Map<string, ReadonlyMap<string, Value>>();
  for (const { conditions } of documents.flatMap(({ allow }) => allow)) {
    if (asked.size === most) break;
    const wanted = new Map([...spared, ...wishes(conditions, 'allow', lookup)]);
    if (wanted.size > 0) asked.set(JSON.stringify([...wanted]), wanted);
  }
  return [...asked.values()].map(
    (wanted) => (key) => (wanted.has(key) ? wanted.get(key) : lookup(key)),
  );
}
