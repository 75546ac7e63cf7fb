import type { Node } from '../../entity.ts';
import { embedded } from './applied-policy.ts';
import { concernOf, type Concern } from './concern.ts';
import { turnedProps, type Turn } from './difference.ts';
import type { Facts } from './facts.ts';
import { grantPolicy } from './key-grants.ts';
import { policyDifference } from './policy-difference.ts';
import { targetOf } from './target.ts';

const none = { Version: '2012-10-17', Statement: [] };

/** A key that says something else, came or went. */
export interface KeyTurn {
  /** ARN. */
  key: string;
  /** Whom what differs concerns, for an operation in lower case. */
  concern: (operation: string) => Concern;
}

/** Properties by which a key says who may use it, and by which it is found. */
const told = new Set(['policy', 'grants', 'aliases']);

/** Whether more of a key is another than whom it names: that concerns everybody. */
const isOther = (turn: Turn) =>
  turn[0].stub !== turn[1].stub || turnedProps(turn).some((name) => !told.has(name));

const granted = ({ uid, props }: Node) => grantPolicy(props['grants'], uid) ?? none;

/** The keys among nodes that say something else. */
export function keyTurns(facts: Facts, turns: readonly Turn[]): KeyTurn[] {
  return turns.flatMap((turn): KeyTurn[] => {
    const [before, after] = turn;
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
    const everybody = { always: [member], named: new Map() };
    return [
      {
        key: uid,
        concern: (operation) =>
          isOther(turn) ? everybody : concernOf([member], operation, () => undefined),
      },
    ];
  });
}
