import { graphql } from '../client/graphql.ts';
import { findingRowFragment } from './fragments.ts';

export const rulesDocument = graphql(`
  query Rules {
    rules {
      id
      title
      severity
      legs
      needsPath
      openFindings
      ranAt
      population {
        of
        rows
        truncated
        milliseconds
      }
      trend(days: 30) {
        open {
          count
        }
      }
    }
  }
`);

export const ruleDocument = graphql(
  `
    query Rule($id: ID!) {
      rule(id: $id) {
        id
        title
        severity
        because
        legs
        fix
        safe
        needsPath
        arrive
        file
        query
        populationQuery
        ranAt
        openFindings
        population {
          of
          rows
          truncated
          milliseconds
        }
        frameworks {
          id
          name
          tags {
            id
            title
          }
        }
        example {
          text
          nodes {
            id
            kind
            label
            properties {
              name
              value
            }
          }
          edges {
            kind
            label
            from
            to
            properties {
              name
              value
            }
          }
        }
        findings(first: 50) {
          totalCount
          nodes {
            ...FindingRow
          }
        }
      }
    }
  `,
  [findingRowFragment],
);
