import { graphql } from '../client/graphql.ts';

/** What a node shows: its name, kind, and the one fact that matters. */
export const nodeFragment = graphql(`
  fragment NodeParts on Entity {
    uid
    kind
    name
    fact
    account
    sensitive
    crownJewel
    stub
  }
`);

/** An entity of a finding, which may be gone. */
export const refFragment = graphql(`
  fragment RefParts on EntityRef {
    uid
    name
    kind
  }
`);

/** What an edge shows in the drawing and in the text view. */
export const edgeFragment = graphql(`
  fragment EdgeParts on GraphEdge {
    id
    kind
    label
    basis
    conditional
    conditionKeys
    context
    saying
    reason
    evidenceCount
    techniques
    seen {
      first
      last
      count
    }
  }
`);

/** One path, hop by hop, with what each hop shows. */
export const pathFragment = graphql(
  `
    fragment PathParts on Path {
      id
      likelihood
      confidence
      state
      hops {
        index
        edgeId
        kind
        needs
        gains
        conditional
        probability
        say
        techniques
        from {
          ...RefParts
          entity {
            ...NodeParts
          }
        }
        to {
          ...RefParts
          entity {
            ...NodeParts
          }
        }
        edge {
          ...EdgeParts
        }
      }
    }
  `,
  [refFragment, nodeFragment, edgeFragment],
);

/** A finding as a row of a list. */
export const findingRowFragment = graphql(
  `
    fragment FindingRow on Finding {
      id
      ruleId
      title
      severity
      open
      state
      score
      legs
      owner
      openedAt
      closedAt
      variants
      entry {
        ...RefParts
      }
      target {
        ...RefParts
      }
      steps {
        ...RefParts
      }
      path {
        hops {
          index
        }
      }
      fix {
        say
      }
      remedy
    }
  `,
  [refFragment],
);

/** Where a fact was read. */
export const evidenceFragment = graphql(`
  fragment EvidenceParts on Evidence {
    source
    record
    owner
    at
    observed
    actor
  }
`);

/** The figures of a search from an end. */
export const spanFragment = graphql(`
  fragment SpanParts on ReachResult {
    total
    sensitive
    truncated
    byKind {
      kind
      label
      count
    }
    byCapability {
      capability
      count
    }
  }
`);
