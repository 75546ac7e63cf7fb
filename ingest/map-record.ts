import { createHmac } from 'node:crypto';
import { checkClaim, scopeKey, type Claim, type ScopeMark } from '../graph/claim.ts';
import { fail } from '../graph/errors.ts';
import { ClaimBuilder } from './claim-builder.ts';
import { tooDeep } from './nesting.ts';
import type { Emit, Origin, Source } from './source.ts';

/** What a record amounts to. */
export interface Mapped {
  claims: Claim[];
  marks: ScopeMark[];
  /** Keys of scopes of which the record is one page. */
  partials: string[];
  unresolved: string[];
  /** Parts of the record that were refused; `count` of them for the same reason. */
  refused: { part: string; reason: string; count: number }[];
}

/**
 * Maps one record by a source; `key` makes the digests of secrets. Throws the Failure by which the
 * source refuses it.
 */
export function mapRecord(
  source: Source,
  record: unknown,
  position: string,
  origin: Origin,
  key: string,
): Mapped {
  const builders: ClaimBuilder[] = [];
  const mapped: Omit<Mapped, 'claims'> = { marks: [], partials: [], unresolved: [], refused: [] };
  const emit: Emit = {
    claim({ owner, subject, at = origin.at, mode = 'state', scope, requires, actor }) {
      const evidence = {
        source: source.name,
        record: position,
        ...(actor !== undefined && { actor }),
      };
      const builder = new ClaimBuilder({
        owner,
        subject,
        at,
        mode,
        evidence,
        ...(scope !== undefined && { scope }),
        ...(requires !== undefined && { requires }),
      });
      builders.push(builder);
      return builder;
    },
    complete({ owner, scope, startedAt = origin.at }) {
      mapped.marks.push({ owner, scope, startedAt });
    },
    partial(mark) {
      mapped.partials.push(scopeKey(mark));
    },
    digest: (secret) => createHmac('sha256', key).update(secret).digest('hex').slice(0, 24),
    unresolved(what) {
      mapped.unresolved.push(what);
    },
    refuse(part, reason, count = 1) {
      mapped.refused.push({ part, reason, count });
    },
  };
  checkNesting(record);
  source.map(record, emit, origin);
  const claims = builders.map((builder) => builder.build());
  for (const claim of claims) checkClaim(claim);
  // A policy may come as text within the record.
  checkNesting(claims);
  return { ...mapped, claims };
}

function checkNesting(value: unknown): void {
  const reason = tooDeep(value);
  if (reason !== null) fail('RECORD_UNREADABLE', reason);
}
