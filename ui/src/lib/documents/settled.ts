import { graphql } from '../client/graphql.ts';

export const settledDocument = graphql(`
  subscription Settled {
    settled {
      nodes
      edges
      opened {
        id
      }
      closed {
        id
      }
    }
  }
`);
