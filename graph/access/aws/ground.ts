import { direct } from './attacker-context.ts';
import { concernOf, type Concern } from './concern.ts';
import type { Value } from './variables.ts';
import type { Effect } from './effect.ts';
import type { Facts } from './facts.ts';
import { fieldsOf, type Field } from './field.ts';

/** An effect with the fields where it is looked for. */
export interface Ground {
  effect: Effect;
  fields: readonly Field[];
  /** Whose policies matter to whom: by field, then by action in lower case. */
  concerns: ReadonlyMap<Field, ReadonlyMap<string, Concern>>;
}

/** Actions of an effect that are checked on its own nodes, in lower case. */
export const actionsOf = ({ actions, also = [] }: Effect): string[] =>
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

/** Prepares the effects of a table on what exists. Effects on the same nodes share their fields. */
export function groundsOf(facts: Facts, effects: readonly Effect[]): Ground[] {
  const shared = new Map<string, Field[]>();
  return effects.map((effect) => {
    const { kind, form, on, except, actions } = effect;
    const service = actions[0]?.split(':')[0] ?? '';
    const id = JSON.stringify([kind, form, on, service, except]);
    const fields = shared.get(id) ?? fieldsOf(facts, { kind, form, on, service, except });
    shared.set(id, fields);
    const concerns = new Map(
      fields.map((field) => {
        const known = forEveryone(field);
        const byAction = actionsOf(effect).map(
          (name) => [name, concernOf(field.members, name, known)] as const,
        );
        return [field, new Map(byAction)];
      }),
    );
    return { effect, fields, concerns };
  });
}
