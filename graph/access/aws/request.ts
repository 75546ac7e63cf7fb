import type { Node } from '../../entity.ts';
import type { Caller } from './caller.ts';
import { contextOf, type Given } from './context.ts';
import type { Request } from './decide.ts';
import type { Facts } from './facts.ts';
import type { Target } from './target.ts';

/**
 * Where tags of the resource may not count: those of buckets do once the bucket says so (Amazon S3 User
 * Guide, "Enabling ABAC in general purpose buckets"), which nobody collects, and by those of a role
 * passing it is not controlled reliably (IAM User Guide, "Pass a role to an AWS service").
 */
const inDoubt = (action: string, arn: string) =>
  action === 'iam:passrole' || /^arn:[^:]*:s3:::/.test(arn);

const isGateway = (endpoint: Node | undefined) =>
  (endpoint?.props['config'] as { endpointType?: unknown } | undefined)?.endpointType === 'gateway';

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
  const gateway = endpoint !== undefined && isGateway(facts.view.node(endpoint.holder));
  const name = action.toLowerCase();
  const tagsInDoubt = inDoubt(name, target.arn);
  return { caller, callerAccount, action: name, target, lookup, tagsInDoubt, endpoint, gateway };
}
