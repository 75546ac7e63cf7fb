import type { Unknown } from './ternary.ts';
import { compile, concat, literally, type Compiled } from './wildcard.ts';

/** Values of a condition key; null = known to be absent, undefined = unknown. */
export type Value = readonly string[] | null;

/** What is known of a request. Keys are lower case, because names of keys have no case. */
export type Lookup = (key: string) => Value | undefined;

interface Variable {
  /** As written, for messages. */
  name: string;
  fallback: string | null;
}

/** Text of a policy that may hold wildcards and variables. */
export type Template = Compiled | readonly (Compiled | Variable)[];

// Each place of a text is looked at a few times at most, whatever stands in it.
const form = /\$\{([^{},]+)(?:,\s*'([^']*)'\s*)?\}/g;

/** `${*}`, `${?}` and `${$}` stand for the character itself. */
const literal = /^[*?$]$/;

interface Options {
  /** Whether `${…}` counts: from version 2012-10-17 of the policy language on. */
  variables: boolean;
  /** Whether `*` and `?` count. */
  wildcards: boolean;
}

/** Reads text of a policy (IAM User Guide, "IAM policy elements: Variables and tags"). */
export function template(text: string, { variables, wildcards }: Options): Template {
  const plain = wildcards ? compile : literally;
  if (!variables || !text.includes('${')) return plain(text);
  const parts: (Compiled | Variable)[] = [];
  let from = 0;
  for (const match of text.matchAll(form)) {
    const [all, written = '', fallback] = match;
    const name = written.trim();
    if (name === '') continue;
    parts.push(plain(text.slice(from, match.index)));
    parts.push(literal.test(name) ? literally(name) : { name, fallback: fallback ?? null });
    from = match.index + all.length;
  }
  parts.push(plain(text.slice(from)));
  return parts.every((part) => typeof part === 'string') ? concat(parts) : parts;
}

/** Keys of the context that a template asks for, in lower case. */
export const variablesIn = (text: Template): string[] =>
  typeof text === 'string'
    ? []
    : text.flatMap((part) => (typeof part === 'string' ? [] : part.name.toLowerCase()));

/** The pattern that a template amounts to; null where a variable has no value. */
export function fill(text: Template, lookup: Lookup): Compiled | Unknown | null {
  if (typeof text === 'string') return text;
  const parts: Compiled[] = [];
  const unknown: string[] = [];
  for (const part of text) {
    if (typeof part === 'string') {
      parts.push(part);
      continue;
    }
    const value = lookup(part.name.toLowerCase());
    if (value === undefined) unknown.push(part.name);
    else {
      const known = value?.length === 1 ? value[0] : undefined;
      const chosen = known ?? part.fallback;
      if (chosen === null) return null;
      parts.push(literally(chosen));
    }
  }
  return unknown.length > 0 ? unknown : concat(parts);
}
