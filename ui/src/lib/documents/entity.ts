import { graphql } from '../client/graphql.ts';
import { edgeFragment, evidenceFragment, findingRowFragment, nodeFragment } from './fragments.ts';

/** All that the panel and the page of an entity show. */
export const entityDocument = graphql(
  `
    query Entity($uid: ID!) {
      entity(uid: $uid) {
        ...NodeParts
        label
        provider
        region
        environment
        owner
        tags
        createdAt
        seen {
          first
          last
          count
        }
        properties {
          name
          value
          document
        }
        edgeCounts {
          direction
          kind
          label
          context
          count
        }
        evidence {
          ...EvidenceParts
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
  [nodeFragment, evidenceFragment, findingRowFragment],
);

/** A page of the edges of an entity. */
export const edgesDocument = graphql(
  `
    query Edges(
      $uid: ID!
      $direction: Direction
      $kinds: [EdgeKind!]
      $first: Int!
      $after: String
    ) {
      entity(uid: $uid) {
        uid
        edges(direction: $direction, kinds: $kinds, first: $first, after: $after) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            ...EdgeParts
            from {
              ...NodeParts
            }
            to {
              ...NodeParts
            }
          }
        }
      }
    }
  `,
  [edgeFragment, nodeFragment],
);

/** What can be reached from an entity, or who can get there. */
export const reachDocument = graphql(
  `
    query Reach($from: String!, $backward: Boolean!, $first: Int!) {
      reach(from: $from, backward: $backward) {
        total
        sensitive
        truncated
        milliseconds
        byKind {
          kind
          label
          count
        }
        byCapability {
          capability
          count
        }
        reached(first: $first) {
          hops
          likelihood
          states {
            capability
            hops
            likelihood
          }
          entity {
            ...NodeParts
            label
          }
        }
      }
    }
  `,
  [nodeFragment],
);
