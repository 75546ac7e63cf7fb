import { identitiesOf, identityOf, type HomeOf } from './identities.ts';
import type { Links } from './links.ts';
import type { End } from './references.ts';

/** What ends of references are called, as far as an argument takes what they are. */
export function linked(ends: readonly End[], links: Links, homeOf: HomeOf): string[] {
  const found = ends.flatMap((end) => {
    if (!('instance' in end) || end.instance.mode !== 'managed') return [];
    const { instance, attribute } = end;
    const link = links[Object.hasOwn(links, instance.type) ? instance.type : '*'];
    if (!link) return [];
    const names = new Set(['id', 'arn', 'name', link.attribute, ...identitiesOf(instance)]);
    if (attribute !== undefined && !names.has(attribute)) return [];
    const value = identityOf(instance, attribute ?? link.attribute, homeOf);
    return value === undefined ? [] : [(link.form ?? '{}').replace('{}', value)];
  });
  return [...new Set(found)];
}
