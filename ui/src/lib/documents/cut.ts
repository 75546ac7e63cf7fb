import { graphql } from '../client/graphql.ts';

/** The smallest changes after which no path of findings, or between two ends, is left. */
export const cutDocument = graphql(`
  query Cut($findings: [ID!], $from: String, $to: String) {
    cut(findings: $findings, from: $from, to: $to) {
      milliseconds
      impossible {
        id
        saying
      }
      cuts {
        aim
        owner
        say
        notes
        changes {
          id
          say
          kills
          owner
          uses {
            by
            lastSeen
            edge {
              id
              saying
            }
          }
        }
      }
    }
  }
`);
