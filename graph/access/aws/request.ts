import type { Caller } from './caller.ts';
import { contextOf, type Given } from './context.ts';
import type { Request } from './decide.ts';
import type { Facts } from './facts.ts';
import type { Target } from './target.ts';

/** Everything of a request that follows from facts. */
export function requestOf(
  facts: Facts,
  caller: Caller,
  action: string,
  target: Target,
  given: Given,
): Request {
  const callerAccount = caller.account === null ? undefined : facts.account(caller.account);
  const lookup = contextOf(
    {
      caller,
      callerAccount,
      resourceAccount: target.account,
      resourceTags: target.tags,
      resourceRegion: target.region,
    },
    target.given ? { ...target.given, ...given } : given,
  );
  const through = lookup('aws:sourcevpce');
  const endpoint = through?.length === 1 ? facts.endpoint(through[0] ?? '') : undefined;
  return { caller, callerAccount, action: action.toLowerCase(), target, lookup, endpoint };
}
