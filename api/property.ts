import * as z from 'zod/mini';
import { kept } from '../graph/schema/define.ts';

/** A value of a property as text: itself, or JSON where it is not plain. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null');

/** How the API gives a property: as what, and how to read it from what a store holds. */
type Given =
  | { type: 'String'; read: (value: unknown) => string | null }
  | { type: 'Float'; read: (value: unknown) => number | null }
  | { type: 'Boolean'; read: (value: unknown) => boolean | null }
  | { type: ['String']; read: (value: unknown) => string[] | null };

const text: Given = {
  type: 'String',
  read: (value) => (value === undefined ? null : textOf(value)),
};

/** Documents are given as JSON text; whatever has another form than its schema says, as null. */
export function givenAs(schema: z.ZodMiniType): Given {
  if (kept.has(schema)) return text;
  if (schema instanceof z.ZodMiniNumber)
    return { type: 'Float', read: (value) => (Number.isFinite(value) ? Number(value) : null) };
  if (schema instanceof z.ZodMiniBoolean)
    return { type: 'Boolean', read: (value) => (typeof value === 'boolean' ? value : null) };
  if (schema instanceof z.ZodMiniArray)
    return {
      type: ['String'],
      read: (value) => (Array.isArray(value) ? value.map(textOf) : null),
    };
  return text;
}

/** What a property may hold, in words, where that is a fixed list. */
export const choicesOf = (schema: z.ZodMiniType): string | undefined =>
  schema instanceof z.ZodMiniEnum ? `One of ${schema.options.join(', ')}.` : undefined;
