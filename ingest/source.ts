import { z } from 'zod';
import type { Claim, ScopeMark } from '../graph/claim.ts';
import { fail } from '../graph/errors.ts';
import type { ClaimBuilder } from './claim-builder.ts';

/** An interface call by the provider's command-line names, and what it was asked for. */
export interface CallName {
  service: string;
  operation: string;
  /** Arguments as the path tells them, e.g. the function whose policy this is. */
  args: readonly string[];
}

/** Where a record lies, and what its place says of it. */
export interface Origin {
  /** Path or topic position; part of the evidence. */
  path: string;
  /** Milliseconds since 1970: the collection time, for records without a time of their own. */
  at: number;
  account?: string;
  region?: string;
  call?: CallName;
  /** Set where infrastructure code says it and not the provider: claims get another owner. */
  via?: 'terraform';
}

/** What a source says of a record. */
export interface Emit {
  /** Starts a claim; what the builder collects is emitted when the record is done. */
  claim(
    head: Pick<Claim, 'owner' | 'subject'> &
      Partial<Pick<Claim, 'at' | 'scope' | 'requires' | 'mode'>> & { actor?: string },
  ): ClaimBuilder;
  /** The scan of the scope is complete: what it did not repeat no longer counts. */
  complete(mark: Omit<ScopeMark, 'startedAt'> & { startedAt?: number }): void;
  /** One page of a scan: a last page that comes beside it is no complete scan by itself. */
  partial(mark: Omit<ScopeMark, 'startedAt'>): void;
  /** A known field that cannot be resolved; counted, never silent. */
  unresolved(what: string): void;
  /** Keyed digest that stands for a secret; the secret itself is never kept. */
  digest(secret: string): string;
  /** Refuses one part of the record, or several alike, and lets the rest in. */
  refuse(part: string, reason: string, count?: number): void;
}

/** One call of a provider's interface that a source reads, enough to make it. */
export interface Call {
  service: string;
  operation: string;
  /** Permissions of the caller, `service:Action`. */
  permissions: readonly string[];
  /** True where the answer is the same in every region. */
  global: boolean;
  /**
   * For answers about one resource: which call lists them. `query` is JMESPath over its answer.
   * `within`: the listing call's own argument is given as well, as the cluster of a task.
   */
  each?: { operation: string; query: string; option: string; service?: string; within?: true };
  /** Further fixed options. */
  options?: string;
  /** The answer is a report that a call with the same names starts; `option` takes its job's id. */
  job?: { operation: string; query: string; option: string; options?: string };
  /** Operation of the service that makes the answer ready; asked until it says COMPLETE. */
  first?: string;
  /** Read where it lies, and not asked for: another call tells the same. */
  spare?: true;
}

/** Recognises a record and maps it, purely and synchronously, to claims. */
export interface Source {
  /** Dotted: vendor, then format. */
  name: string;
  doc: string;
  /** Records of a document that holds several, of whatever source; null = not its kind of document. */
  split?: (document: unknown) => readonly unknown[] | null;
  /** Looks at form only; the place may help. */
  detect: (record: unknown, origin: Origin) => boolean;
  /** Throws a Failure to refuse the record. */
  map(record: unknown, emit: Emit, origin: Origin): void;
  /** The calls that it reads, where it reads a provider's interface. */
  calls: readonly Call[];
}

interface Definition<T> {
  name: string;
  doc: string;
  split?: (document: unknown) => readonly unknown[] | null;
  /** Fields that it reads; unknown fields pass. */
  record: z.ZodType<T>;
  detect: (record: unknown, origin: Origin) => boolean;
  map(record: T, emit: Emit, origin: Origin): void;
  calls?: readonly Call[];
}

/** Parses by a schema, or refuses with the first thing that is wrong. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const { data, error } = schema.safeParse(value);
  if (!error) return data;
  const [issue] = error.issues;
  const where = issue?.path.length ? `${what}: ${issue.path.join('.')}` : what;
  return fail('RECORD_INVALID', `${where}: ${issue?.message ?? 'invalid'}`);
}

export const source = <T>(definition: Definition<T>): Source => ({
  name: definition.name,
  doc: definition.doc,
  ...(definition.split && { split: definition.split }),
  detect: definition.detect,
  map: (record, emit, origin) => {
    definition.map(parse(definition.record, record, definition.name), emit, origin);
  },
  calls: definition.calls ?? [],
});
