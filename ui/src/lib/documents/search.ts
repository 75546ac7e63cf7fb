import { graphql } from '../client/graphql.ts';
import { nodeFragment } from './fragments.ts';

export const searchDocument = graphql(
  `
    query Search($query: String!, $first: Int!) {
      search(query: $query, first: $first) {
        total
        entities {
          ...NodeParts
        }
      }
    }
  `,
  [nodeFragment],
);

/** Rules, for the palette. */
export const ruleNamesDocument = graphql(`
  query RuleNames {
    rules {
      id
      title
      severity
    }
  }
`);
