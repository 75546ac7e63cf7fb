import { graphql } from '../client/graphql.ts';
import {
  edgeFragment,
  evidenceFragment,
  findingRowFragment,
  nodeFragment,
  refFragment,
} from './fragments.ts';

/** All that the panel of an edge shows. */
export const edgeDocument = graphql(
  `
    query Edge($id: ID!) {
      edge(id: $id) {
        ...EdgeParts
        doc
        say
        fix
        from {
          ...NodeParts
        }
        to {
          ...NodeParts
        }
        because {
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
        properties {
          name
          value
          document
        }
        evidence {
          ...EvidenceParts
        }
        findings(first: 8) {
          totalCount
          nodes {
            ...FindingRow
          }
        }
      }
    }
  `,
  [edgeFragment, nodeFragment, refFragment, evidenceFragment, findingRowFragment],
);
