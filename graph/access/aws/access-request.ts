import type { Caller } from './caller.ts';
import type { AccountFacts } from './organization.ts';
import type { Lookup } from './variables.ts';
import type { Target } from './target.ts';
import type { VpcEndpoint } from './vpc-endpoint.ts';

/** A request, ready to be decided. */
export interface Request {
  caller: Caller;
  callerAccount: AccountFacts | undefined;
  /** Lower case. */
  action: string;
  target: Target;
  lookup: Lookup;
  /** Whether AWS may leave the tags of the resource out of the request. */
  tagsInDoubt?: boolean;
  /** The VPC endpoint that it comes through, where that is known. */
  endpoint?: VpcEndpoint | undefined;
}
