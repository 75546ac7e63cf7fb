import { z } from 'zod';
import { fail, Failure, reasonOf } from '../../../graph/errors.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { parse, type Call, type Emit, type Origin } from '../../source.ts';
import { Home, type Answer, type Place } from './answer.ts';
import { isGone } from './gone.ts';

/** What every call declares of itself. */
export interface Common {
  /** Keys that mark the answer where its place does not tell the call. */
  sign: readonly string[];
  /** Permissions; default: the service's prefix and the operation in Pascal case. */
  permissions?: readonly string[];
  global?: boolean;
  each?: Call['each'];
  options?: string;
  job?: Call['job'];
  first?: string;
  spare?: true;
}

interface List<T> extends Common {
  /** Key of the list in the answer; a dotted path for a nested one. */
  items: string;
  item: z.ZodType<T>;
  /** ARN or id of an item: the subject of its claim. */
  id(item: T, answer: Answer): string;
  map(item: T, claim: ClaimBuilder, answer: Answer): void;
}

interface One<T> extends Common {
  /** Key under which the answer holds what it describes; default: the answer itself. */
  at?: string;
  /** Form of what is described. */
  answer: z.ZodType<T>;
  map(record: T, answer: Answer): void;
}

/** One call: its form, and what to make of an answer to it. */
export interface AwsCall extends Common {
  /** Keys that mark an item without the answer around it; null where there is no around. */
  itemSign: readonly string[] | null;
  /** True where what is described, or the first item listed, has the form of the call. */
  fits(record: unknown): boolean;
  items: string | null;
  read(record: unknown, emit: Emit, origin: Origin, place: Place): void;
}

const requiredKeys = (schema: z.ZodType): readonly string[] =>
  schema instanceof z.ZodObject
    ? Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, value]) =>
        value.safeParse(undefined).success ? [] : [key],
      )
    : [];

const tokens = ['NextToken', 'nextToken', 'NextMarker', 'Marker', 'position', 'NextPageToken'];
const continues = (record: Record<string, unknown>) =>
  record['IsTruncated'] === true ||
  tokens.some((key) => typeof record[key] === 'string' && record[key] !== '');

const dig = (record: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        value !== null && typeof value === 'object'
          ? (value as Record<string, unknown>)[key]
          : undefined,
      record,
    );

/** True for an item without the answer around it. */
const isAlone = (record: unknown, items: string) =>
  dig(record, items.split('.')[0] ?? items) === undefined;

/**
 * A call whose answer lists things: one claim an item, and a scope mark when it is complete. A list
 * that belongs to one resource is complete for that resource alone, so its place must tell which.
 */
export const list = <T>(definition: List<T>): AwsCall => ({
  ...definition,
  itemSign: requiredKeys(definition.item),
  fits(record) {
    const items = dig(record, definition.items) ?? [record];
    const empty = Array.isArray(items) && items.length === 0;
    return empty || definition.item.safeParse(Array.isArray(items) ? items[0] : items).success;
  },
  read(record, emit, origin, place) {
    if (isGone(record)) {
      new Home(emit, origin, place).gone();
      return;
    }
    const alone = isAlone(record, definition.items);
    const items = alone ? [record] : dig(record, definition.items);
    if (!Array.isArray(items)) fail('RECORD_INVALID', `${definition.items}: expected a list`);
    const whole = new Home(emit, origin, place);
    let refused = false;
    const homeless: number[] = [];
    const take = (index: number, from: Origin) => {
      const home = new Home(emit, from, place);
      const item = parse(definition.item, items[index], `${definition.items}.${index}`);
      const id = definition.id(item, home);
      home.settle(id);
      whole.settle(id);
      definition.map(item, home.claim(id, home.scope), home);
    };
    items.forEach((_item: unknown, index) => {
      try {
        take(index, origin);
      } catch (error) {
        if (error instanceof Failure && error.code === 'RECORD_HOMELESS') {
          homeless.push(index);
          return;
        }
        if (items.length === 1) throw error;
        refused = true;
        emit.refuse(`${definition.items}.${index}`, reasonOf(error));
      }
    });
    // An answer is of one account and region: what its other items told goes for these, too.
    for (const index of homeless) take(index, { ...origin, ...whole.home });
    const told = !definition.each || whole.args.length > 0;
    if (alone || origin.via || !told) return;
    const { owner, scope } = whole;
    if (refused || continues(record as Record<string, unknown>)) emit.partial({ owner, scope });
    else emit.complete({ owner, scope });
  },
});

/**
 * A call whose answer is about one thing. Where its place tells which, a later answer that there is
 * none retracts it.
 */
export const one = <T>(definition: One<T>): AwsCall => ({
  ...definition,
  items: null,
  itemSign: definition.at === undefined ? null : requiredKeys(definition.answer),
  fits: (record) => definition.answer.safeParse(dig(record, definition.at ?? '') ?? record).success,
  read(record, emit, origin, place) {
    const { each } = definition;
    const listed = each !== undefined && each.service === undefined;
    const home = new Home(emit, origin, {
      ...place,
      detail: true,
      ...(listed && { listedBy: each.operation }),
    });
    if (isGone(record)) {
      home.gone();
      return;
    }
    const value = dig(record, definition.at ?? '') ?? record;
    definition.map(parse(definition.answer, value, place.operation), home);
  },
});
