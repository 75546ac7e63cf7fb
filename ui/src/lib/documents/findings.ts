import { graphql } from '../client/graphql.ts';
import { findingRowFragment, pathFragment, refFragment } from './fragments.ts';

export const findingsDocument = graphql(
  `
    query Findings($filter: FindingFilter, $order: FindingOrder, $first: Int!, $after: String) {
      findings(filter: $filter, order: $order, first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...FindingRow
        }
      }
      findingCounts(filter: $filter) {
        total
        bySeverity {
          severity
          count
        }
        hidden {
          severity
          count
        }
      }
      rules {
        id
        title
        population {
          of
          truncated
        }
        trend(days: 30) {
          open {
            count
          }
        }
      }
    }
  `,
  [findingRowFragment],
);

/** Paths through the same steps as a finding. */
export const variantsDocument = graphql(
  `
    query Variants($from: String!, $to: String!, $through: [String!], $k: Int!) {
      paths(from: $from, to: $to, through: $through, k: $k) {
        truncated
        paths {
          id
          likelihood
          state
          hops {
            index
            conditional
            to {
              ...RefParts
            }
          }
        }
      }
    }
  `,
  [refFragment],
);

export const findingDocument = graphql(
  `
    query Finding($id: ID!) {
      finding(id: $id) {
        ...FindingRow
        confidence
        terms {
          name
          points
          say
        }
        unknown
        path {
          ...PathParts
        }
        rule {
          because
          population {
            of
          }
        }
        frameworks {
          id
          name
          tags {
            id
            title
          }
        }
        fix {
          say
          enough
          edge {
            id
          }
          causes {
            id
            type
            say
            excerpt
            holder {
              ...RefParts
            }
          }
        }
        history {
          turn
          at
          actor
          record
          source
          say
        }
        sources {
          owner
          lastAt
          silent
        }
      }
    }
  `,
  [findingRowFragment, pathFragment, refFragment],
);
