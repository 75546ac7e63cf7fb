/**
 * Every failure of Cutset by code. `retry: false` means that the same input fails again, so a
 * record with it is refused rather than tried again. `status` is what HTTP says.
 */
export const failures = {
  USAGE: { text: 'wrong usage', status: 400, retry: false },
  RECORD_UNREADABLE: { text: 'the record cannot be read', status: 422, retry: false },
  RECORD_UNKNOWN: { text: 'no source reads this record', status: 422, retry: false },
  RECORD_INVALID: {
    text: 'the record does not have the form of its kind',
    status: 422,
    retry: false,
  },
  RECORD_HOMELESS: {
    text: 'the account or region of the record is unknown',
    status: 422,
    retry: false,
  },
  INPUT_TOO_LARGE: { text: 'the input is larger than the limit', status: 413, retry: false },
  ARCHIVE_UNSAFE: { text: 'the archive is not safe to open', status: 422, retry: false },
  CLAIM_INVALID: { text: 'the claim breaks the schema', status: 422, retry: false },
  NOT_FOUND: { text: 'not found', status: 404, retry: false },
  AMBIGUOUS: { text: 'more than one matches', status: 409, retry: false },
  RULE_INVALID: { text: 'the rule is not valid', status: 500, retry: false },
  QUERY_REFUSED: { text: 'the query is refused', status: 400, retry: false },
  QUERY_LIMIT: { text: 'the query passed its limit', status: 422, retry: false },
  ESTATE_LOCKED: { text: 'the estate is in use by another process', status: 423, retry: true },
  ESTATE_OLDER: { text: 'the estate was written by an older version', status: 409, retry: false },
  ESTATE_NEWER: { text: 'the estate was written by a newer version', status: 409, retry: false },
  STORE_UNAVAILABLE: { text: 'the store does not answer', status: 503, retry: true },
  STORE_LOGIN: { text: 'the store refuses this user or password', status: 503, retry: false },
  STORE_DATABASE: { text: 'the server has no such database', status: 503, retry: false },
  STORE_LICENCE: { text: "the store's licence has no such feature", status: 503, retry: false },
  STORE_FOREIGN: { text: 'the database holds something else', status: 409, retry: false },
  METHOD: { text: 'the method is not answered here', status: 405, retry: false },
  MEDIA_TYPE: { text: 'the content type is not read here', status: 415, retry: false },
  OVERLOADED: { text: 'not able to take any now', status: 503, retry: true },
  TOO_MANY: { text: 'more at once than is taken', status: 429, retry: true },
  STREAM_UNAVAILABLE: { text: 'Kafka does not answer', status: 503, retry: true },
  SETTLED_ELSEWHERE: {
    text: 'another process derives now',
    status: 503,
    retry: true,
  },
  UNEXPECTED: { text: 'an unexpected error', status: 500, retry: false },
  FORBIDDEN: { text: 'not allowed', status: 403, retry: false },
  UNAUTHENTICATED: { text: 'not signed in', status: 401, retry: false },
} as const;

export type FailureCode = keyof typeof failures;

/** A failure that Cutset means to show: its message names the thing and the value. */
export class Failure extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.code = code;
  }
  get retry(): boolean {
    return failures[this.code].retry;
  }
  get status(): number {
    return failures[this.code].status;
  }
}

/** Throws a Failure; without a message the default text of the code stands. */
export function fail(code: FailureCode, message?: string, options?: ErrorOptions): never {
  throw new Failure(code, message ?? failures[code].text, options);
}

/** The value, or an error that names what was missing: for invariants, not for input. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`missing: ${what}`);
  return value;
}

/** The text of whatever was thrown. */
export const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
