import type { AppliedPolicy } from './applied-policy.ts';
import type { Statement } from './policy.ts';

/** A statement of a policy that counts for an identity. */
export interface Grant {
  policy: AppliedPolicy;
  statement: Statement;
}

/** What an identity was seen to do. */
export interface Use {
  action: string;
  /** ARN, or a pattern of what lies below it. */
  resource: string;
  /** Milliseconds since 1970. */
  lastSeen: number;
  count: number | null;
  /** Who saw it: an event, or IAM's own tracking, which names no resource. */
  by: 'event' | 'last-accessed';
}
