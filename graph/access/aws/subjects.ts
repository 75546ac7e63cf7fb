import { internet } from '../../claim.ts';
import type { Caller } from './caller.ts';
import type { Facts } from './facts.ts';
import { holders } from './holders.ts';
import { callerOutside } from './principals-outside.ts';

/** Subjects of a derivation, and as whom each may come. */
export type Subjects = ReadonlyMap<string, readonly Caller[]>;

/** All who are asked about: collected principals, those outside, and the internet as some callers. */
export function subjectsOf(
  facts: Facts,
  outside: ReadonlySet<string>,
  fromInternet: readonly Caller[],
): Subjects {
  const found = new Map<string, readonly Caller[]>([[internet.uid, fromInternet]]);
  for (const node of holders(facts.view)) found.set(node.uid, [facts.caller(node)]);
  for (const uid of outside) {
    const caller = callerOutside(facts.view, uid);
    if (caller) found.set(uid, [caller]);
  }
  return found;
}

/** What is in one of two sets alone: who came and who went. */
export const inOneOnly = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] => [
  ...[...a].filter((item) => !b.has(item)),
  ...[...b].filter((item) => !a.has(item)),
];
