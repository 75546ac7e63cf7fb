/** Why a request gave no answer, in words that may be shown. */
export class RequestFailure extends Error {
  /** Code of `graph/errors.ts`, or `OFFLINE`, `ABORTED`, `BROKEN`. */
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RequestFailure';
    this.code = code;
  }
}

interface Body {
  data?: unknown;
  errors?: { message?: string; extensions?: { code?: string } }[];
}

/** The answer within a GraphQL result; throws RequestFailure for its first error. */
export function dataOf(body: unknown): unknown {
  const { data, errors } = (body ?? {}) as Body;
  const [first] = errors ?? [];
  if (first)
    throw new RequestFailure(
      first.extensions?.code ?? 'BROKEN',
      first.message ?? 'the server answered with an error that it does not describe',
    );
  if (data === undefined || data === null)
    throw new RequestFailure('BROKEN', 'the server answered without data');
  return data;
}

/** Whatever was thrown, as a failure to show. */
export function failureOf(thrown: unknown): RequestFailure {
  if (thrown instanceof RequestFailure) return thrown;
  if (thrown instanceof DOMException && thrown.name === 'AbortError')
    return new RequestFailure('ABORTED', 'stopped');
  return new RequestFailure('OFFLINE', 'Cutset does not answer at this address', {
    cause: thrown,
  });
}
