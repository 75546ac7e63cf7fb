import { trackedUse, type TrackedUse } from '../../schema/nodes/identity.ts';
import type { Node } from '../../entity.ts';
import { concerning, type Statement } from './policy.ts';
import type { Grant, Use } from './right-size.ts';
import { compile, matches } from './wildcard.ts';

/** What IAM tracked of an identity's use; null where no report was collected. */
export const trackedUseOf = ({ props }: Node): TrackedUse | null =>
  trackedUse.safeParse(props['trackedUse']).data ?? null;

type Service = TrackedUse['services'][number];

const texts = (value: unknown): string[] => [value].flat().map((text) => String(text));

/** Actions of a service that a statement names, as it writes them; the service's all where it excludes. */
function actionsIn({ notAction, source }: Statement, { service }: Service): string[] {
  if (notAction) return [`${service}:*`];
  return texts(source['Action']).flatMap((text) => {
    if (text === '*') return [`${service}:*`];
    const [prefix = '', name = ''] = text.split(':');
    return matches(compile(prefix.toLowerCase()), service) ? [`${service}:${name}`] : [];
  });
}

/**
 * Passing a role is no call, so no event and no report tells of it (IAM User Guide, "Refine
 * permissions in AWS using last accessed information").
 */
export const passRole = 'iam:PassRole';

/** Whether a statement allows an action. */
export const allows = ({ policy, statement }: Grant, action: string): boolean =>
  concerning(policy.document, action.toLowerCase()).allow.includes(statement);

/** Tracked actions of a service that a statement grants, with when they were last used. */
const grantedOf = (grant: Grant, of: Service) =>
  (of.actions ?? []).filter(({ name }) => allows(grant, `${of.service}:${name}`));

/** Whether something of one service that a statement grants was used; null where nobody tells. */
function isUsedOf(grant: Grant, of: Service): boolean | null {
  if (of.last === null) return false;
  const granted = grantedOf(grant, of);
  if (granted.some(({ last }) => last !== null)) return true;
  const tracked = new Set(granted.map(({ name }) => `${of.service}:${name}`.toLowerCase()));
  const all = actionsIn(grant.statement, of).every((name) => tracked.has(name.toLowerCase()));
  return all ? false : null;
}

/**
 * Whether anything that a statement grants was used in the time that IAM tracks: false where IAM
 * tracked all of it and saw none, null where it does not say.
 */
export function isStatementUsed({ services }: TrackedUse, grant: Grant): boolean | null {
  const told = services
    .filter((of) => actionsIn(grant.statement, of).length > 0)
    .map((of) => isUsedOf(grant, of));
  if (told.includes(true)) return true;
  return told.length === 0 || told.includes(null) || allows(grant, passRole) ? null : false;
}

/** The same of one action. */
export function isActionUsed({ services }: TrackedUse, action: string): boolean | null {
  if (action.toLowerCase() === passRole.toLowerCase()) return null;
  const [prefix, name] = action.toLowerCase().split(':');
  const of = services.find(({ service }) => service === prefix);
  if (!of) return null;
  if (of.last === null) return false;
  const tracked = of.actions?.find((one) => one.name.toLowerCase() === name);
  return tracked ? tracked.last !== null : null;
}

/** Actions of a service that were used: those tracked, else, where none explains it, all granted. */
function usedOf(of: Service, grants: readonly Grant[], explained: boolean) {
  const tracked = grants.flatMap((grant) =>
    grantedOf(grant, of).flatMap(({ name, last }) =>
      last === null ? [] : [{ grant, action: `${of.service}:${name}`, last }],
    ),
  );
  const { last } = of;
  if (tracked.length > 0 || explained || last === null) return tracked;
  return grants.flatMap((grant) =>
    actionsIn(grant.statement, of).map((action) => ({ grant, action, last })),
  );
}

/**
 * What IAM tracked beside what events show, on whatever the statements that grant it name: IAM
 * tells no resources.
 */
export function trackedUses(
  { services }: TrackedUse,
  grants: readonly Grant[],
  seen: readonly Use[],
): Use[] {
  const known = new Set(seen.map(({ action }) => action.toLowerCase()));
  const explained = new Set([...known].map((action) => action.split(':')[0] ?? ''));
  const uses = services
    .flatMap((of) => usedOf(of, grants, explained.has(of.service)))
    .filter(({ action }) => !known.has(action.toLowerCase()))
    .flatMap(({ grant, action, last }) =>
      texts(grant.statement.source['Resource'] ?? '*').map((resource): Use => {
        const lastSeen = Date.parse(last);
        return { action, resource, lastSeen, count: null, by: 'last-accessed' };
      }),
    );
  const once = new Map(uses.map((use) => [`${use.action} ${use.resource}`, use]));
  return [...once.keys()].sort().flatMap((key) => once.get(key) ?? []);
}
