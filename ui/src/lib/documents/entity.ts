import { graphql } from '../client/graphql.ts';
import {
  edgeFragment,
  evidenceFragment,
  findingRowFragment,
  nodeFragment,
  spanFragment,
} from './fragments.ts';

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

/** How far one gets from an entity, and who gets to it: the figures alone. */
export const spansDocument = graphql(
  `
    query Spans($uid: String!) {
      forward: reach(from: $uid) {
        ...SpanParts
      }
      backward: reach(from: $uid, backward: true) {
        ...SpanParts
      }
    }
  `,
  [spanFragment],
);

/** What can be reached from an entity, or who can get there. */
export const reachDocument = graphql(
  `
    query Reach($from: String!, $backward: Boolean!, $kinds: [NodeKind!], $first: Int!) {
      reach(from: $from, backward: $backward) {
        ...SpanParts
        milliseconds
        reached(first: $first, kinds: $kinds) {
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
  [spanFragment, nodeFragment],
);
