import type { Contribution, Support } from './entity.ts';
import { emptySupport, isEmpty, supportText } from './merge.ts';
import type { EdgeKind, NodeKind } from './schema/index.ts';
import { decodeSupport } from './store/codec.ts';

/** What one claim says of an entity, or of several of which it says the same. */
export interface Said {
  readonly key: string;
  readonly contribution: Contribution;
  /** Text of a support that is this alone, once it was asked for. */
  text?: string;
}

/** What supports an entity, as stored and as it becomes; taken apart only where a batch says of it. */
export interface Held {
  /** Null for what is new. */
  before: string | null;
  support: Support | undefined;
  /** What alone is said of what is new: most of a first scan, and never taken apart. */
  sole: Said | undefined;
}

export interface HeldNode extends Held {
  kind: NodeKind;
  was: NodeKind | null;
}

export interface HeldEdge extends Held {
  kind: EdgeKind;
  from: string;
  to: string;
}

export function supportIn(held: Held): Support {
  const { before, sole } = held;
  if (!held.support) {
    held.support = before === null ? emptySupport() : decodeSupport(before);
    if (sole) held.support.claims[sole.key] = sole.contribution;
    held.sole = undefined;
  }
  return held.support;
}

export function put(held: Held | undefined, said: Said): void {
  if (!held) return;
  const isFirst = held.before === null && !held.support && !held.sole;
  if (isFirst) held.sole = said;
  else supportIn(held).claims[said.key] = said.contribution;
}

const soleText = (said: Said): string =>
  (said.text ??= supportText({ claims: { [said.key]: said.contribution }, seen: {} }));

/** What supports it now, as it is stored. */
export const textIn = (held: Held): string =>
  held.sole ? soleText(held.sole) : supportText(supportIn(held));

/** True where nothing supports it any more. */
export const isBare = (held: Held): boolean => !held.sole && isEmpty(supportIn(held));
