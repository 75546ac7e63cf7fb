import { graphql } from '../client/graphql.ts';

/** What the frame around every page shows. */
export const estateDocument = graphql(`
  query Estate {
    estate {
      name
      version
      demo
      nodes
      edges
      accounts
      collected
      settledAt
      lags
      rules
      openFindings {
        severity
        count
      }
    }
    sources {
      owner
      lastAt
      silent
    }
  }
`);

export const startRealEstateDocument = graphql(`
  mutation StartRealEstate {
    startRealEstate {
      name
      demo
    }
  }
`);
