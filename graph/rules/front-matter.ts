import { parse } from 'yaml';
import { z } from 'zod';
import { fail, reasonOf } from '../errors.ts';
import { hint } from './nearest.ts';

const comment = /^\s*\/\*([\s\S]*?)\*\/\s*([\s\S]*)$/;

function described(issue: z.core.$ZodIssue, value: unknown, fields: readonly string[]): string {
  const at = issue.path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const where = issue.path.join('.') || 'header';
  if (issue.code !== 'unrecognized_keys')
    return `${where}: ${JSON.stringify(at) ?? 'missing'}: ${issue.message}`;
  const names = issue.keys.map((key) => `"${key}"${hint(key, fields)}`);
  return `${where}: unknown field ${names.join(', ')}`;
}

/**
 * A Cypher file's header, YAML in its opening block comment, checked, and the query after it.
 * `fields`: names that a mistyped one may have meant. Throws RULE_INVALID, which names the file,
 * the field and the value.
 */
export function frontMatter<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  fields: readonly string[],
): { header: z.infer<S>; query: string } {
  const [, front, query] = comment.exec(text) ?? [];
  if (front === undefined || query === undefined)
    fail('RULE_INVALID', `rule ${file}: does not open with a block comment that holds its header`);
  let value: unknown;
  try {
    value = parse(front);
  } catch (error) {
    fail('RULE_INVALID', `rule ${file}: header is not YAML: ${reasonOf(error)}`, { cause: error });
  }
  const read = schema.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const why = issue ? described(issue, value, fields) : 'header is not valid';
    fail('RULE_INVALID', `rule ${file}: ${why}`);
  }
  if (query.trim() === '') fail('RULE_INVALID', `rule ${file}: no query after the header`);
  return { header: read.data, query: query.trim() };
}
