import type { ResultOf, VariablesOf } from '../client/graphql.ts';
import { request } from '../client/request.ts';
import { findingDocument } from '../documents/findings.ts';
import type { pathFragment } from '../documents/fragments.ts';
import { pathsDocument } from '../documents/paths.ts';
import type { Question } from './address.ts';

export type Path = ResultOf<typeof pathFragment>;
export type Hop = Path['hops'][number];
export type Finding = NonNullable<ResultOf<typeof findingDocument>['finding']>;
type Found = ResultOf<typeof pathsDocument>['paths'];

/** What the explorer was told, and what it asked for it. */
export interface Answer {
  /** Null for a question of one's own, undefined where the finding is not known. */
  finding: Finding | null | undefined;
  /** Those that can be lit, the most telling first. */
  paths: readonly Path[];
  /** Others that are drawn around them. */
  around: readonly Path[];
  /** Ends, bounds and time of the search; null where none was needed. */
  found: Found | null;
  variables: VariablesOf<typeof pathsDocument> | null;
  /** Which bound the search of `around` hit. */
  aroundTruncated: string | null;
}

interface Asking {
  signal: AbortSignal;
  ask?: typeof request;
}

/**
 * Paths through the steps of a finding, its own first, and what else can be reached from where it
 * starts; or the paths between two ends.
 */
export async function askFor(
  question: Question,
  { signal, ask = request }: Asking,
): Promise<Answer> {
  const { finding: id, from, to, hops: maxHops, k, avoid, through } = question;
  const bounded = { k, maxHops, avoid: [...avoid], through: [...through] };
  if (id === '') {
    const variables = { from, to, ...bounded };
    const { paths: found } = await ask(pathsDocument, variables, { signal });
    const { paths } = found;
    return { finding: null, paths, around: [], found, variables, aroundTruncated: null };
  }
  const { finding } = await ask(findingDocument, { id }, { signal });
  const nothing = { paths: [], around: [], found: null, variables: null, aroundTruncated: null };
  if (!finding?.path) return { finding: finding ?? undefined, ...nothing };
  const own: Path = finding.path;
  const start = own.hops[0]?.from.uid ?? finding.entry.uid;
  const end = own.hops.at(-1)?.to.uid ?? finding.target.uid;
  const between = finding.steps.map(({ uid }) => uid).filter((uid) => uid !== start && uid !== end);
  const variables = { from: start, to: end, ...bounded, through: between };
  // A step that is gone cannot be named as an end: the finding is then told as it was.
  const [variants, others] = await Promise.allSettled([
    ask(pathsDocument, variables, { signal }),
    ask(pathsDocument, { ...bounded, from: start, to: 'sensitive', through: [] }, { signal }),
  ]);
  signal.throwIfAborted();
  const found = variants.status === 'fulfilled' ? variants.value.paths : null;
  const around = others.status === 'fulfilled' ? others.value.paths : null;
  return {
    finding,
    paths: [own, ...(found?.paths ?? []).filter((path) => path.id !== own.id)],
    around: around?.paths ?? [],
    found,
    variables,
    aroundTruncated: around?.truncated ?? null,
  };
}
