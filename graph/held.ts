import type { Contribution, Support } from './entity.ts';
import { emptySupport, isEmpty, supportText } from './merge.ts';
import { decodeSupport } from './store/codec.ts';

/** What supports an entity, as stored and as it becomes; taken apart only where a batch says of it. */
export interface Held {
  /** Null for what is new. */
  before: string | null;
  support?: Support;
  /** The claim that alone speaks of what is new: most of a first scan, and never taken apart. */
  sole?: { key: string; contribution: Contribution };
}

export function supportIn(held: Held): Support {
  const { before, sole } = held;
  if (!held.support) {
    held.support = before === null ? emptySupport() : decodeSupport(before);
    if (sole) held.support.claims[sole.key] = sole.contribution;
    delete held.sole;
  }
  return held.support;
}

export function put(held: Held | undefined, key: string, contribution: Contribution): void {
  if (!held) return;
  const isFirst = held.before === null && !held.support && !held.sole;
  if (isFirst) held.sole = { key, contribution };
  else supportIn(held).claims[key] = contribution;
}

/** A contribution is part of one claim, which may say the same of many edges. */
const soleTexts = new WeakMap<Contribution, string>();

function soleText({ key, contribution }: NonNullable<Held['sole']>): string {
  let text = soleTexts.get(contribution);
  if (text === undefined) {
    text = supportText({ claims: { [key]: contribution }, seen: {} });
    soleTexts.set(contribution, text);
  }
  return text;
}

/** What supports it now, as it is stored. */
export const textIn = (held: Held): string =>
  held.sole ? soleText(held.sole) : supportText(supportIn(held));

/** True where nothing supports it any more. */
export const isBare = (held: Held): boolean => !held.sole && isEmpty(supportIn(held));
