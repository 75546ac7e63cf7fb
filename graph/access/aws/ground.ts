import { direct } from './attacker-context.ts';
import { concernOf, type Concern } from './concern.ts';
import type { Value } from './variables.ts';
import type { Effect } from './effect.ts';
import type { Facts } from './facts.ts';
import { fieldsOf, type Field } from './field.ts';
import { concerning } from './policy.ts';
import { isDecidedByName } from './special-actions.ts';

/** An effect with the fields where it is looked for. */
export interface Ground {
  effect: Effect;
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
export function forEveryone({ example }: Field): (key: string) => Value | undefined {
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

/**
 * Whose policies matter to whom on a field, by action in lower case. Actions that no policy of a
 * member tells apart share what is found.
 */
function concernsIn(field: Field): (action: string) => Concern {
  const known = forEveryone(field);
  const documents = new Set(
    field.members.flatMap(({ target }) => target.policies.map(({ document }) => document)),
  );
  const concerns = new Map<string, Concern>();
  return (action) => {
    const key =
      field.apart || isDecidedByName(action)
        ? action
        : [...documents].map((document) => concerning(document, action).places).join(' ');
    let concern = concerns.get(key);
    if (!concern) concerns.set(key, (concern = concernOf(field.members, action, known)));
    return concern;
  };
}

/** Prepares the effects of a table on what exists. Effects on the same nodes share their fields. */
export function groundsOf(facts: Facts, effects: readonly Effect[]): Ground[] {
  const shared = new Map<string, (readonly [Field, (action: string) => Concern])[]>();
  return effects.map((effect) => {
    const { kind, form, on, except } = effect;
    const actions = actionsOf(effect);
    const service = actions[0]?.split(':')[0] ?? '';
    const id = JSON.stringify([kind, form, on, service, except]);
    let fields = shared.get(id);
    if (!fields) {
      const found = fieldsOf(facts, { kind, form, on, service, except });
      shared.set(id, (fields = found.map((field) => [field, concernsIn(field)] as const)));
    }
    const concerns = new Map(
      fields.map(([field, concernFor]) => {
        const byAction = actions.map((name) => [name, concernFor(name)] as const);
        return [field, new Map(byAction)];
      }),
    );
    return { effect, actions, fields: fields.map(([field]) => field), concerns };
  });
}
