import { parse } from 'yaml';

/** One operation of an HTTP API, as its OpenAPI document declares it. */
export interface ApiOperation {
  /** `operationId`, else method and path. */
  name: string;
  method: string;
  path: string;
  description?: string;
  parameters: string[];
  /** AWS's extension by which a person must confirm the call (Bedrock User Guide). */
  confirmed: boolean;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const fieldsAt = (value: unknown, ...keys: readonly string[]): Fields =>
  keys.reduce<Fields>(
    (at, key) => (isFields(at[key]) ? at[key] : {}),
    isFields(value) ? value : {},
  );

/** Larger documents are not read: they come from outside and are parsed whole. */
const longest = 2_000_000;

function document(text: string): Fields | null {
  if (text.length > longest) return null;
  try {
    const value: unknown = parse(text, { maxAliasCount: 100 });
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function parameterNames(operation: Fields): string[] {
  const listed = Array.isArray(operation['parameters']) ? operation['parameters'] : [];
  const body = Object.values(fieldsAt(operation, 'requestBody', 'content'));
  return [
    ...listed.flatMap((parameter) => textOf(fieldsAt(parameter)['name']) ?? []),
    ...body.flatMap((content) => Object.keys(fieldsAt(content, 'schema', 'properties'))),
  ];
}

/** The operations of an OpenAPI document in JSON or YAML; null where the text is none. */
export function apiOperations(text: string): ApiOperation[] | null {
  const api = document(text);
  if (!api || !isFields(api['paths'])) return null;
  return Object.entries(api['paths']).flatMap(([path, item]) =>
    Object.entries(fieldsAt(item)).flatMap(([method, value]): ApiOperation[] => {
      if (!methods.includes(method.toLowerCase()) || !isFields(value)) return [];
      const description = textOf(value['description']) ?? textOf(value['summary']);
      return [
        {
          name: textOf(value['operationId']) ?? `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          path,
          ...(description !== undefined && { description }),
          parameters: parameterNames(value),
          confirmed: value['x-requireConfirmation'] === 'ENABLED',
        },
      ];
    }),
  );
}
