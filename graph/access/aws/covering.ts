import { isWhole, type Caller } from './caller.ts';
import type { Member } from './field.ts';
import { concerning, type Statement } from './policy.ts';
import { exampleOf, matches } from './wildcard.ts';
import { anyName, below } from './witness.ts';

type Place = Pick<Member, 'resource' | 'open'>;

const mayCover = ({ resources, notResource }: Statement, { resource, open }: Place): boolean =>
  resources === null ||
  notResource ||
  resources.some(
    (pattern) =>
      typeof pattern !== 'string' ||
      (open ? below(pattern, resource) !== null : matches(pattern, resource)),
  );

/** Whether the caller's own side may allow an action, in lower case, on a member or below it. */
export const mayAllowOn = (caller: Caller, action: string, member: Place): boolean =>
  isWhole(caller) ||
  caller.missing !== null ||
  caller.policies.some(
    ({ document }) =>
      document.problem !== null ||
      concerning(document, action).allow.some((statement) => mayCover(statement, member)),
  );

/** Whether a caller's own policies name one of some nodes, or a part of it, and it alone. */
export const namesSome = (caller: Caller, uids: readonly string[]): boolean =>
  uids.length > 0 &&
  caller.policies.some(({ document }) =>
    document.statements.some(({ resources }) =>
      resources?.some((pattern) => {
        if (typeof pattern !== 'string') return false;
        const example = exampleOf(pattern, anyName);
        return uids.some((uid) => example.startsWith(uid));
      }),
    ),
  );
