import type { Concern } from './concern.ts';
import type { Field, Member } from './field.ts';
import type { Ground } from './ground.ts';
import { paired } from './paired.ts';
import { resourceSet } from './resource-set.ts';

/** What of a field is asked about: some of its members, or null where nothing is. */
type Keep = (field: Field) => readonly Member[] | null;

function narrowConcern({ always, named }: Concern, members: ReadonlySet<Member>): Concern {
  const of = (list: readonly Member[]) => list.filter((member) => members.has(member));
  return {
    always: of(always),
    named: new Map(
      [...named].flatMap(([name, list]) => {
        const left = of(list);
        return left.length > 0 ? [[name, left] as const] : [];
      }),
    ),
  };
}

/** Grounds on some of their members; what was shared, or found to be alike, still is. */
export function narrowGrounds(grounds: readonly Ground[], keep: Keep): Ground[] {
  const fields = new Map<Field, Field | null>();
  const concerns = new Map<Concern, Concern>();
  const narrowField = (field: Field): Field | null => {
    let found = fields.get(field);
    if (found === undefined) {
      const members = keep(field);
      const keyed = members?.filter(({ key }) => key !== null) ?? [];
      fields.set(field, (found = members && { ...field, members, keyed }));
    }
    return found;
  };
  const narrowed = (concern: Concern, members: ReadonlySet<Member>): Concern => {
    let found = concerns.get(concern);
    if (!found) concerns.set(concern, (found = narrowConcern(concern, members)));
    return found;
  };
  return grounds.flatMap((ground): Ground[] => {
    const pairs = ground.fields.flatMap((field) => {
      const narrow = narrowField(field);
      return narrow ? [[field, narrow] as const] : [];
    });
    if (pairs.length === 0) return [];
    const its = pairs.map(([field, narrow]) => {
      const members = new Set(narrow.members);
      const byAction = [...(ground.concerns.get(field) ?? [])].map(
        ([action, concern]) => [action, narrowed(concern, members)] as const,
      );
      return [narrow, new Map(byAction)] as const;
    });
    return [{ ...ground, fields: pairs.map(([, narrow]) => narrow), concerns: new Map(its) }];
  });
}

/** Grounds on what edges are asked for to; many ask for the same. */
export const wantedOf = paired(
  (grounds: readonly Ground[], wanted: (uid: string) => boolean): Ground[] =>
    narrowGrounds(grounds, (field) => {
      const members = field.members.filter(({ ref }) => wanted(ref.uid));
      return members.length > 0 || wanted(resourceSet(field).uid) ? members : null;
    }),
);
