import { parse, type ParseOptions, type Source } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Context } from './context.ts';
import { limits } from './limits.ts';
import { maskError } from './mask-error.ts';
import { schema } from './schema.ts';

/** Refuses documents that are short in bytes and long in work. */
const boundedDocuments: Plugin = {
  onParse({ setParseFn }) {
    setParseFn((source: string | Source, options?: ParseOptions) =>
      parse(source, { ...options, maxTokens: limits.tokens }),
    );
  },
};

/**
 * The GraphQL endpoint, for POST and for subscriptions as server-sent events. The context of each
 * request is given by the caller as its second argument.
 */
export const graphqlEndpoint = (log: Logger) =>
  createYoga<Context>({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    multipart: false,
    maxRequestBodySize: limits.body,
    maskedErrors: { maskError: maskError(log) },
    plugins: [boundedDocuments],
  });
