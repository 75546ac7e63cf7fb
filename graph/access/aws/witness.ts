import type { Caller } from './caller.ts';
import { concerning, type PolicyDocument } from './policy.ts';
import { fill, type Lookup } from './variables.ts';
import { exampleOf, matches, restAfter, type Compiled } from './wildcard.ts';

/** Stands for a name that nobody gave: only what means everything matches it. */
export const anyName = 'cutset-any-name';

/** A region that does not exist, for the same use. */
const anyRegion = 'zz-none-0';

/** An ARN of a form, with `*`, that no resource has, in an account. */
export function unnamed(form: string, account: string): string {
  const [arn, , service, region, owner, ...rest] = form.split(':');
  const place = [region === '*' ? anyRegion : region, owner === '*' ? account : owner];
  return [arn, 'aws', service, ...place, rest.join(':').replaceAll('*', anyName)].join(':');
}

/** Something below a prefix that a pattern matches; null where it can match nothing there. */
export function below(pattern: Compiled, prefix: string): string | null {
  if (matches(pattern, prefix + anyName)) return prefix + anyName;
  const rest = restAfter(pattern, prefix);
  return rest === null ? null : prefix + exampleOf(rest, anyName);
}

/**
 * Resource patterns by which statements let an action through, as far as variables are known: what
 * they allow, and what their denies except.
 */
export function* sparedPatterns(
  documents: Iterable<PolicyDocument>,
  action: string,
  lookup: Lookup,
): Iterable<Compiled> {
  for (const document of documents) {
    const { allow, deny } = concerning(document, action);
    const spared = [
      ...allow.filter(({ notResource }) => !notResource),
      ...deny.filter(({ notResource }) => notResource),
    ];
    for (const text of spared.flatMap(({ resources }) => resources ?? [])) {
      const pattern = fill(text, lookup);
      if (typeof pattern === 'string') yield pattern;
    }
  }
}

/** Documents by which a caller may be allowed. */
export const documentsOf = ({ policies }: Caller): PolicyDocument[] =>
  policies.map(({ document }) => document);
