import { direct } from './attacker-context.ts';
import { concernOf, type Concern } from './concern.ts';
import type { Value } from './variables.ts';
import type { Effect } from './effect.ts';
import type { Facts } from './facts.ts';
import { fieldsOf, type Field, type FieldQuery } from './field.ts';
import { concerning } from './policy.ts';
import { remembered } from './remembered.ts';
import { renewedFields, type Stale } from './renewed-fields.ts';
import { classOf } from './special-actions.ts';

/** An effect with the fields where it is looked for. */
export interface Ground {
  effect: Effect;
  /** Where it stands in its table. */
  place: number;
  /** Its actions that are checked on its own nodes, in lower case: first those that suffice. */
  actions: readonly string[];
  fields: readonly Field[];
  /** Whose policies matter to whom: by field, then by action in lower case. */
  concerns: ReadonlyMap<Field, ReadonlyMap<string, Concern>>;
}

const actionsOf = ({ actions, also = [] }: Effect): string[] =>
  [...actions, ...also.filter((need) => typeof need === 'string')].map((name) =>
    name.toLowerCase(),
  );

/** What holds of a direct request to a field, whoever sends it. */
function forEveryone({ example }: Field): (key: string) => Value | undefined {
  const known = new Map<string, Value>(
    Object.entries(direct).map(([key, value]) => [
      key.toLowerCase(),
      value === null ? null : [String(value)],
    ]),
  );
  const owner = example.target.account?.id;
  if (owner !== undefined) known.set('aws:resourceaccount', [owner]);
  return (key) => known.get(key);
}

const known = new WeakMap<Field, (action: string) => Concern>();

/**
 * Whose policies matter to whom on a field, by action in lower case. Actions that no policy of a
 * member tells apart share what is found.
 */
function concernsIn(field: Field): (action: string) => Concern {
  const before = known.get(field);
  if (before) return before;
  const given = forEveryone(field);
  const documents = new Set(
    field.members.flatMap(({ target }) => target.policies.map(({ document }) => document)),
  );
  const concerns = new Map<string, Concern>();
  const concernFor = remembered(
    (action: string) => action,
    (action) => {
      const places = [...documents].map((document) => concerning(document, action).places);
      const key = field.apart ? action : [classOf(action), ...places].join(' ');
      let concern = concerns.get(key);
      if (!concern) concerns.set(key, (concern = concernOf(field.members, action, given)));
      return concern;
    },
  );
  known.set(field, concernFor);
  return concernFor;
}

/** What is asked of the view for an effect; effects on the same nodes ask for the same. */
function queryOf(effect: Effect): FieldQuery {
  const { kind, form, on, except } = effect;
  return { kind, form, on, service: actionsOf(effect)[0]?.split(':')[0] ?? '', except };
}

const queryId = (query: FieldQuery) => JSON.stringify(query);

/** An effect on some fields. */
function groundOn(effect: Effect, place: number, fields: readonly Field[]): Ground {
  const actions = actionsOf(effect);
  const concerns = new Map(
    fields.map((field) => {
      const concernFor = concernsIn(field);
      return [field, new Map(actions.map((name) => [name, concernFor(name)] as const))] as const;
    }),
  );
  return { effect, place, actions, fields, concerns };
}

/** Prepares the effects of a table on what exists. Effects on the same nodes share their fields. */
export function groundsOf(facts: Facts, effects: readonly Effect[]): Ground[] {
  const fieldsFor = remembered(queryId, (query) => fieldsOf(facts, query));
  return effects.map((effect, place) => groundOn(effect, place, fieldsFor(queryOf(effect))));
}

/** Grounds brought up to date; one of which nothing is stale stays the same object. */
export function groundsAnew(facts: Facts, before: readonly Ground[], stale: Stale): Ground[] {
  const shared = new Map<readonly Field[], readonly Field[]>();
  return before.map((ground) => {
    const { effect, place, fields } = ground;
    let now = shared.get(fields);
    if (!now) shared.set(fields, (now = renewedFields(facts, queryOf(effect), fields, stale)));
    return now === fields ? ground : groundOn(effect, place, now);
  });
}
