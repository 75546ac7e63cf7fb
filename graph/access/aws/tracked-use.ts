import { trackedUse, type TrackedUse } from '../../schema/nodes/identity.ts';
import type { Node } from '../../entity.ts';
import { passRole } from './passing.ts';
import { concerning, texts, type Statement } from './policy.ts';
import type { Grant, Use } from './use.ts';
import { compile, isLiteral, matches } from './wildcard.ts';

/** What IAM tracked of an identity's use; null where no report was collected. */
export const trackedUseOf = ({ props }: Node): TrackedUse | null =>
  trackedUse.safeParse(props['trackedUse']).data ?? null;

type Service = TrackedUse['services'][number];

const serviceIn = (action: string) => compile(action.toLowerCase().split(':')[0] ?? '');

/** Actions of a service that a statement names, as it writes them; the service's all where it excludes. */
function actionsIn({ notAction, source }: Statement, { service }: Service): string[] {
  if (notAction) return [`${service}:*`];
  return texts(source['Action']).flatMap((text) => {
    if (text === '*') return [`${service}:*`];
    const [, name = ''] = text.split(':');
    return matches(serviceIn(text), service) ? [`${service}:${name}`] : [];
  });
}

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
 * Whether a report tells of all that a statement names. It never tells of passing a role, which is
 * no call (IAM User Guide, "Refine permissions in AWS using last accessed information").
 */
function tellsAll({ services, truncated = false }: TrackedUse, grant: Grant): boolean {
  if (allows(grant, passRole)) return false;
  const { notAction, source } = grant.statement;
  return (notAction ? ['*'] : texts(source['Action'])).map(serviceIn).every((pattern) => {
    const isTold = services.some(({ service }) => matches(pattern, service));
    return isTold && (isLiteral(pattern) || !truncated);
  });
}

/**
 * Whether anything that a statement grants was used in the time that IAM tracks: false where IAM
 * tracked all of it and saw none, null where it does not say.
 */
export function isStatementUsed(report: TrackedUse, grant: Grant): boolean | null {
  const told = report.services
    .filter((of) => actionsIn(grant.statement, of).length > 0)
    .map((of) => isUsedOf(grant, of));
  if (told.includes(true)) return true;
  return told.includes(null) || !tellsAll(report, grant) ? null : false;
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
function usedOf(of: Service, grants: readonly Grant[], explained: boolean): Tracked[] {
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

/** A permission that IAM tracked, and the statement that grants it. */
interface Tracked {
  grant: Grant;
  action: string;
  /** When it was last used. */
  last: string;
}

/** What IAM tracked beside what events show, by each statement that grants it. */
export function trackedGrants(
  { services }: TrackedUse,
  grants: readonly Grant[],
  seen: readonly Use[],
): Tracked[] {
  const known = new Set(seen.map(({ action }) => action.toLowerCase()));
  const explained = new Set([...known].map((action) => action.split(':')[0] ?? ''));
  return services
    .flatMap((of) => usedOf(of, grants, explained.has(of.service)))
    .filter(({ action }) => !known.has(action.toLowerCase()));
}

/** The same on whatever the statements name: IAM tells no resources. */
export function trackedUses(tracked: readonly Tracked[]): Use[] {
  const uses = tracked.flatMap(({ grant, action, last }) =>
    texts(grant.statement.source['Resource'] ?? '*').map((resource): Use => {
      const lastSeen = Date.parse(last);
      return { action, resource, lastSeen, count: null, by: 'last-accessed' };
    }),
  );
  const once = new Map(uses.map((use) => [`${use.action} ${use.resource}`, use]));
  return [...once.keys()].sort().flatMap((key) => once.get(key) ?? []);
}
