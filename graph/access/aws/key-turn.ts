import type { Node } from '../../entity.ts';
import { embedded } from './applied-policy.ts';
import { concernOf, type Concern } from './concern.ts';
import type { Turn } from './difference.ts';
import type { Facts } from './facts.ts';
import { grantPolicy } from './key-grants.ts';
import { policyDifference } from './policy-difference.ts';
import { targetOf } from './target.ts';

const none = { Version: '2012-10-17', Statement: [] };

/** A key whose policy or grants say something else. */
export interface KeyTurn {
  /** ARN. */
  key: string;
  /** Whom what differs concerns, for an operation in lower case. */
  concern: (operation: string) => Concern;
}

const granted = ({ uid, props }: Node) => grantPolicy(props['grants'], uid) ?? none;

/** The keys among nodes that say something else. */
export function keyTurns(facts: Facts, turns: readonly Turn[]): KeyTurn[] {
  return turns.flatMap(([before, after]): KeyTurn[] => {
    if (after.kind !== 'EncryptionKey') return [];
    const { uid } = after;
    const target = targetOf(facts, 'kms', uid, after);
    const differs = [
      policyDifference(before.props['policy'], after.props['policy']),
      policyDifference(granted(before), granted(after)),
    ].map((document) => ({ ...embedded(uid, 'policy', 'resource', {}), document }));
    const member = {
      node: after,
      ref: { kind: after.kind, uid },
      resource: uid,
      open: false,
      key: null,
      target: { ...target, policies: differs, missing: null },
    };
    return [{ key: uid, concern: (operation) => concernOf([member], operation, () => undefined) }];
  });
}
