/** Values of a resource as `terraform show -json` writes them. */
export type Values = Readonly<Record<string, unknown>>;

/** Whether a value is an object. */
export const isValues = (value: unknown): value is Values =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The objects of a list. */
export const listOf = (value: unknown): Values[] =>
  Array.isArray(value) ? value.filter(isValues) : [];

/** The object under a key; an empty one where there is none. */
export function valuesIn(values: Values, key: string): Values {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return isValues(value) ? value : {};
}

/** A text; undefined where it is not there, not known before it is applied, or empty. */
export function text(values: Values | undefined, key: string): string | undefined {
  const value = values?.[key];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number; some states hold numbers as text. */
export function number(values: Values | undefined, key: string): number | undefined {
  const value = values?.[key];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

/** A boolean; some states hold booleans as text. */
export function flag(values: Values | undefined, key: string): boolean | undefined {
  const value = values?.[key];
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

/** Texts of a list or set. */
export function texts(values: Values | undefined, key: string): string[] {
  const value = values?.[key];
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];
}

/** Nested blocks: a list of them, or one as it is. */
export function blocks(values: Values | undefined, key: string): Values[] {
  const value = values?.[key];
  return isValues(value) ? [value] : listOf(value);
}

/** The first nested block. */
export const block = (values: Values | undefined, key: string): Values | undefined =>
  blocks(values, key)[0];

/** A map of texts. */
export function map(values: Values | undefined, key: string): Record<string, string> | undefined {
  const value = values?.[key];
  return isValues(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, String(inner)]))
    : undefined;
}

/** Tags, those of the provider's defaults included, in AWS's form; undefined where none are told. */
export function tags(values: Values): { Key: string; Value: string }[] | undefined {
  const told = map(values, 'tags_all') ?? map(values, 'tags');
  return told && Object.entries(told).map(([Key, Value]) => ({ Key, Value }));
}
