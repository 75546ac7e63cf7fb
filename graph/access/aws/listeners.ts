import { accountIn } from './arn.ts';
import type { Caller } from './caller.ts';
import { concerned, type Concern } from './concern.ts';
import type { Effect } from './effect.ts';
import type { Field } from './field.ts';
import type { Ground } from './ground.ts';
import type { KeyTurn } from './key-turn.ts';
import type { OrganizationTurn } from './organization-turn.ts';
import type { Subjects } from './subjects.ts';
import { mayAllow } from './sweep.ts';

/** What is asked of each subject: may it do an action on a field? */
interface Question {
  effect: Effect;
  field: Field;
  action: string;
  concern: Concern;
}

function* questionsOf(grounds: readonly Ground[]): Iterable<Question> {
  for (const { effect, actions, fields, concerns } of grounds)
    for (const field of fields)
      for (const action of actions) {
        const concern = concerns.get(field)?.get(action);
        if (concern) yield { effect, field, action, concern };
      }
}

const isNamed = (concern: Concern, caller: Caller, action: string) =>
  concerned(concern, caller, { able: mayAllow(caller, action) }).size > 0;

/** Whether a caller may do what is asked, by its own policies or by those of members. */
const mayReach = ({ field, concern, action }: Question, caller: Caller): boolean =>
  ((field.account === '' || field.account === caller.account) && mayAllow(caller, action)) ||
  isNamed(concern, caller, action);

/** Subjects of which one of the callers is as a test wants. */
function* those(subjects: Subjects, test: (caller: Caller) => boolean): Iterable<string> {
  for (const [subject, callers] of subjects) if (callers.some(test)) yield subject;
}

/** Whether one of some accounts owns members of a field, or the buckets behind them. */
const isOwnedBy = (field: Field, accounts: ReadonlySet<string>): boolean =>
  accounts.has(field.account) ||
  (field.apart &&
    field.members.some(({ target, resource }) =>
      accounts.has(target.behind?.(resource).account?.id ?? ''),
    ));

/** Subjects who may do what an organisation now governs otherwise. */
export function* governed(
  before: readonly Ground[],
  { service, resource }: OrganizationTurn,
  subjects: Subjects,
): Iterable<string> {
  for (const question of questionsOf(before)) {
    const { effect, field, action } = question;
    const key = field.keyed.length > 0 ? effect.key?.toLowerCase() : undefined;
    const names = key === undefined ? [action] : [action, key];
    if (service && service.concerned(names).length > 0)
      yield* those(
        subjects,
        (caller) => service.accounts.has(caller.account ?? '') && mayReach(question, caller),
      );
    const its = resource && isOwnedBy(field, resource.accounts) ? names : names.slice(1);
    if (resource && resource.concerned(its).length > 0)
      yield* those(subjects, (caller) => mayReach(question, caller));
  }
}

/** Subjects of accounts that stand elsewhere, and those who may use what such accounts own. */
export function* displaced(
  before: readonly Ground[],
  moved: ReadonlySet<string>,
  subjects: Subjects,
): Iterable<string> {
  if (moved.size === 0) return;
  yield* those(subjects, ({ account }) => moved.has(account ?? ''));
  for (const question of questionsOf(before)) {
    const { effect, field } = question;
    const isKeyed =
      effect.key !== undefined &&
      field.keyed.some(({ key }) => moved.has(accountIn(key?.name ?? '') ?? ''));
    if (isKeyed || isOwnedBy(field, moved))
      yield* those(subjects, (caller) => mayReach(question, caller));
  }
}

/** Subjects to whom a key says something else that they may need. */
export function* unlocking(
  before: readonly Ground[],
  { key, concern }: KeyTurn,
  subjects: Subjects,
): Iterable<string> {
  for (const question of questionsOf(before)) {
    const operation = question.effect.key?.toLowerCase();
    if (operation === undefined) continue;
    if (!question.field.keyed.some((member) => member.key?.name === key)) continue;
    const who = concern(operation);
    yield* those(
      subjects,
      (caller) => isNamed(who, caller, operation) && mayReach(question, caller),
    );
  }
}
