import { graphql } from '../client/graphql.ts';
import { nodeFragment, refFragment } from './fragments.ts';

/** A finding as a line of the palette. */
const findingHitFragment = graphql(
  `
    fragment FindingHit on Finding {
      id
      ruleId
      title
      score
      open
      target {
        ...RefParts
      }
    }
  `,
  [refFragment],
);

export const searchDocument = graphql(
  `
    query Search($query: String!, $first: Int!) {
      search(query: $query, first: $first) {
        total
        entities {
          ...NodeParts
        }
      }
      findings(filter: { text: $query, status: all }, first: 4) {
        nodes {
          ...FindingHit
        }
      }
    }
  `,
  [nodeFragment, findingHitFragment],
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
