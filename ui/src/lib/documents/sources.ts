import { graphql } from '../client/graphql.ts';

export const sourcesDocument = graphql(`
  query Sources {
    estate {
      name
      settledAt
      lags
      nodes
      edges
      collected
      notCollected
      rules
      kinds {
        kind
        label
        count
      }
    }
    sources {
      owner
      source
      lastAt
      silent
      silentAfter
    }
  }
`);
