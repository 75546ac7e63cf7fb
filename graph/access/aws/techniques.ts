import { named, namesBeside, type Effect } from './effect.ts';
import { effects } from './effects.ts';
import { executions } from './executions.ts';
import type { PassedRole } from './passed-role.ts';
import { passedRoles } from './passed-roles.ts';
import { reason } from './reasoning.ts';
import { runsAs } from './runs-as-all.ts';

const reasoned = await reason(runsAs);

/** Whether a row says the same with no more permissions; each of a row's actions suffices. */
const says = (row: Effect, other: Effect) => {
  const wanted = new Set(named(other));
  return (
    row.edge === other.edge &&
    row.kind === other.kind &&
    row.form.split(':')[2] === other.form.split(':')[2] &&
    row.actions.some((action) => wanted.has(action)) &&
    namesBeside(row).every((action) => wanted.has(action))
  );
};

const passes = (way: PassedRole, other: PassedRole) =>
  way.services.some((service) => other.services.includes(service)) &&
  way.needs.every(({ action }) => other.needs.some((need) => need.action === action));

const added = reasoned.effects.filter(
  (effect) => ![...executions, ...effects].some((row) => says(row, effect)),
);

/** What permissions on what exists let run there: catalogued techniques, then reasoned ones. */
export const allExecutions: readonly Effect[] = [
  ...executions,
  ...added.filter(({ edge }) => edge === 'CAN_EXECUTE_ON'),
];

/** What else permissions let do; what reasoning adds comes last. */
export const allEffects: readonly Effect[] = [
  ...effects,
  ...added.filter(({ edge }) => edge !== 'CAN_EXECUTE_ON'),
];

/** Ways to pass a role to what runs the caller's code: catalogued ones, then reasoned ones. */
export const allPassedRoles: readonly PassedRole[] = [
  ...passedRoles,
  ...reasoned.passedRoles.filter((way) => !passedRoles.some((known) => passes(known, way))),
];
