import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { Failure } from '../graph/errors.ts';

function originOf(error: unknown): unknown {
  let at = error;
  while (at instanceof GraphQLError && at.originalError) at = at.originalError;
  return at;
}

/** Nodes, path and positions of an error, so that a client can tell which field failed. */
const placeOf = (error: unknown) =>
  error instanceof GraphQLError
    ? { nodes: error.nodes ?? null, path: error.path ?? null, source: error.source ?? null }
    : {};

/**
 * What a client may read of an error: failures that Cutset means to show, with `extensions.code`
 * and the HTTP status of the table in `graph/errors.ts`; and what GraphQL says of the query itself.
 * Of anything else it gets a number, under which the log has it.
 */
export const maskError =
  (log: Logger) =>
  (error: unknown): Error => {
    const origin = originOf(error);
    if (origin instanceof Failure)
      return new GraphQLError(origin.message, {
        ...placeOf(error),
        extensions: { code: origin.code, http: { status: origin.status } },
      });
    if (origin instanceof GraphQLError) return origin;
    const id = randomUUID();
    log.error({ err: origin, id }, 'a resolver failed');
    return new GraphQLError(`unexpected error ${id}`, {
      ...placeOf(error),
      extensions: { code: 'UNEXPECTED', http: { status: 500 } },
    });
  };
