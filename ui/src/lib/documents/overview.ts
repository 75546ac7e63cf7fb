import { graphql } from '../client/graphql.ts';
import { refFragment } from './fragments.ts';

export const overviewDocument = graphql(
  `
    query Overview($days: Int!) {
      overview {
        at
        answer
        headline
        claimCounts {
          refuted
          unknown
          proved
        }
        claims {
          text
          result
          population
          ruleIds
          count
          freshAt
        }
        coverage {
          accountsKnown
          accountsCollected
          sources
          sourcesLive
          agents
          agentsWatched
          conditionalEdges
          inferredEdges
        }
        bySeverity {
          severity
          count
        }
        worst {
          id
          title
          severity
          score
          steps {
            ...RefParts
          }
        }
        oldestOpen {
          id
          severity
          openedAt
        }
        timeToClose
        changes(first: 9) {
          finding {
            id
            ruleId
            title
            severity
            target {
              ...RefParts
            }
          }
          transition {
            turn
            at
            actor
            say
            record
            source
          }
        }
        trend(days: $days) {
          at
          open {
            severity
            count
          }
        }
        sharedEntities(first: 6) {
          entity {
            ...RefParts
          }
          findings
          share
        }
      }
    }
  `,
  [refFragment],
);
