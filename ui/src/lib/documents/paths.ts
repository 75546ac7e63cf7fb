import { graphql } from '../client/graphql.ts';
import { pathFragment, refFragment } from './fragments.ts';

export const pathsDocument = graphql(
  `
    query Paths(
      $from: String!
      $to: String!
      $k: Int!
      $maxHops: Int!
      $avoid: [String!]
      $through: [String!]
    ) {
      paths(from: $from, to: $to, k: $k, maxHops: $maxHops, avoid: $avoid, through: $through) {
        truncated
        milliseconds
        from {
          text
          count
          states {
            capability
            entity {
              ...RefParts
            }
          }
        }
        to {
          text
          count
          states {
            capability
            entity {
              ...RefParts
            }
          }
        }
        paths {
          ...PathParts
        }
      }
    }
  `,
  [pathFragment, refFragment],
);
