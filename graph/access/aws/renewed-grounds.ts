import type { Spelled } from './access-edges.ts';
import { accessPointOf } from './access-point.ts';
import { parseArn } from './arn.ts';
import { namesSome } from './covering.ts';
import type { Difference, Turn } from './difference.ts';
import type { Facts, Renewed } from './facts.ts';
import type { Field } from './field.ts';
import { groundsAnew, type Ground } from './ground.ts';
import { protectingKey } from './key.ts';
import { keyTurns } from './key-turn.ts';
import { displaced, governed, unlocking } from './listeners.ts';
import { facing } from './member-turns.ts';
import { organizationTurn, type OrganizationTurn } from './organization-turn.ts';
import { rcpServices } from './rcp-services.ts';
import { ownSide } from './renewal.ts';
import type { Subjects } from './subjects.ts';

/** What became of what is asked for. */
export interface Turned {
  /** Resources that say something else, came or went, or are encrypted otherwise, by uid. */
  resources: ReadonlySet<string>;
  /** Keys that say something else, came or went. */
  keys: readonly Turn[];
  organization: OrganizationTurn;
  /** Accounts that stand elsewhere in their organisation. */
  moved: ReadonlySet<string>;
  /** Accounts that block public access otherwise. */
  reset: ReadonlySet<string>;
}

/** What a difference is to what is asked for, beside principals. */
export function turnedBy(
  difference: Difference,
  { moved, reset }: Pick<Renewed, 'moved' | 'reset'>,
): Turned {
  const others = difference.turns.filter(([, { kind }]) => !ownSide.has(kind));
  const keys = others.filter(([, { kind }]) => kind === 'EncryptionKey');
  const resources = others.filter(([, { kind }]) => kind !== 'EncryptionKey');
  const behind = resources.flat().flatMap((node) => accessPointOf(node)?.bucket ?? []);
  const encrypted = difference.relinked('ENCRYPTED_WITH');
  return {
    resources: new Set([...resources.map(([, { uid }]) => uid), ...behind, ...encrypted]),
    keys,
    organization: organizationTurn(difference),
    moved,
    reset,
  };
}

const fieldsIn = (grounds: readonly Ground[]) =>
  new Set<Field>(grounds.flatMap(({ fields }) => fields));

/** Nodes that another key protects than before, now that keys came, went or have other names. */
function* protectedOtherwise({ view }: Facts, grounds: readonly Ground[]): Iterable<string> {
  for (const { keyed } of fieldsIn(grounds))
    for (const { node, key, target, resource } of keyed) {
      const holder = view.node((target.behind?.(resource).node ?? target.node ?? node).uid);
      const now = holder && protectingKey(view, holder);
      if (now?.name !== key?.name || now?.manager !== key?.manager) yield node.uid;
    }
}

const servicesBeside = (grounds: readonly Ground[]) =>
  new Set(
    grounds
      .flatMap(({ effect }) => effect.also ?? [])
      .flatMap((need) => (typeof need === 'string' ? [] : (need.action.split(':')[0] ?? []))),
  );

/** Grounds after some of what is asked for said something else, and whom that concerns. */
interface RenewedGrounds {
  grounds: readonly Ground[];
  touched: ReadonlySet<string>;
  /** Further subjects, with the nodes to which alone their edges may be others. */
  ends: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Brings grounds up to what resources, keys and organisations say now, where they say otherwise, and
 * with them what is known to be spelled out.
 */
export function renewedGrounds(
  facts: Facts,
  before: readonly Ground[],
  { resources, keys, organization, moved, reset }: Turned,
  { subjects, spelled }: { subjects: Subjects; spelled: Map<string, Spelled> },
): RenewedGrounds {
  const touched = new Set([
    ...governed(before, organization, subjects),
    ...displaced(before, moved, subjects),
  ]);
  for (const key of keyTurns(facts, keys))
    for (const subject of unlocking(before, key, subjects)) touched.add(subject);
  const under = organization.resource?.accounts ?? [];
  const stale = {
    nodes: new Set([...resources, ...(keys.length > 0 ? protectedOtherwise(facts, before) : [])]),
    accounts: (service: string) =>
      new Set([
        ...moved,
        ...(rcpServices.has(service) ? under : []),
        ...(service === 's3' ? reset : []),
      ]),
  };
  const grounds = groundsAnew(facts, before, stale);
  const ends = new Map<string, ReadonlySet<string>>();
  for (const [subject, faced] of facing(facts, [before, grounds], subjects, spelled)) {
    spelled.set(subject, faced.spelled);
    if (faced.ends === null) touched.add(subject);
    else if (faced.ends.size > 0) ends.set(subject, faced.ends);
  }
  const services = servicesBeside(before);
  const beside = [...resources].filter((uid) => services.has(parseArn(uid)?.service ?? ''));
  for (const [subject, callers] of subjects)
    if (callers.some((caller) => namesSome(caller, beside))) touched.add(subject);
  const isSame = grounds.every((ground, place) => ground === before[place]);
  return { grounds: isSame ? before : grounds, touched, ends };
}
