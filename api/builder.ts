import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import ValidationPlugin from '@pothos/plugin-validation';
import type { Context } from './context.ts';
import { Failure, failures } from '../graph/errors.ts';
import { limits } from './limits.ts';

/** The schema under construction; each file of `nouns/` adds what it names. */
export const builder = new SchemaBuilder<{
  Context: Context;
  AuthScopes: { signedIn: boolean };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Connection: { totalCount: number };
  Scalars: {
    ID: { Input: string; Output: string };
    /** Milliseconds since 1970 inside, RFC 3339 outside. */
    DateTime: { Input: never; Output: number };
  };
}>({
  plugins: [ScopeAuthPlugin, RelayPlugin, ComplexityPlugin, ValidationPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authScopes: ({ caller }) => ({ signedIn: caller !== null }),
    authorizeOnSubscribe: true,
    unauthorizedError: () => new Failure('UNAUTHENTICATED', failures.UNAUTHENTICATED.text),
  },
  relay: {
    cursorType: 'String',
    edgesFieldOptions: { nullable: false, complexity: { field: 0, multiplier: 1 } },
    nodeFieldOptions: { nullable: false },
    nodesOnConnection: { complexity: { field: 0, multiplier: 1 } },
  },
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: limits.usualList,
    limit: { complexity: limits.complexity, depth: limits.depth, breadth: limits.breadth },
    complexityError: (kind, of) => {
      const [value, most] = {
        Complexity: [of.complexity, of.maxComplexity],
        Depth: [of.depth, of.maxDepth],
        Breadth: [of.breadth, of.maxBreadth],
      }[kind];
      return new Failure('QUERY_LIMIT', `${kind.toLowerCase()} ${value}: at most ${most}`);
    },
  },
  validation: {
    validationError: ({ issues }) => {
      const [issue] = issues;
      const path = issue?.path?.map((key) => (typeof key === 'object' ? key.key : key)).join('.');
      return new Failure('USAGE', `${path ?? 'arguments'}: ${issue?.message ?? 'not valid'}`);
    },
  },
});

const authScopes = { signedIn: true };

builder.queryType({ authScopes, description: 'Questions about one estate.' });
builder.mutationType({ authScopes, description: 'The few things that the API changes.' });
builder.subscriptionType({ authScopes, description: 'What happens while a client watches.' });

builder.globalConnectionField('totalCount', (t) =>
  t.exposeInt('totalCount', { description: 'How many there are, on this page or not.' }),
);
