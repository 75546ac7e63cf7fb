import type { Request } from './access-request.ts';
import type { Caller } from './caller.ts';
import { contextOf, type Given } from './context.ts';
import type { Facts } from './facts.ts';
import { doubtsTags } from './special-actions.ts';
import type { Target } from './target.ts';
import { throughEndpoint } from './vpc-endpoint.ts';

/**
 * Whether tags of a resource may not count: those of buckets do once the bucket says so, which nobody
 * collects (Amazon S3 User Guide, "Enabling ABAC in general purpose buckets").
 */
const areInDoubt = (action: string, arn: string) =>
  doubtsTags(action) || /^arn:[^:]*:s3:::/.test(arn);

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
  const name = action.toLowerCase();
  return {
    caller,
    callerAccount,
    action: name,
    target,
    lookup: endpoint ? throughEndpoint(lookup, endpoint) : lookup,
    tagsInDoubt: areInDoubt(name, target.arn),
    endpoint,
  };
}
