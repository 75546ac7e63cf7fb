import type { Cause, Evidence } from './claim.ts';
import type { Seen } from './seen.ts';
import type { EdgeKind, NodeKind } from './schema/index.ts';

/** What one state claim says of one entity. */
export interface Contribution {
  at: number;
  props: Record<string, unknown>;
  evidence: Evidence;
  /** Nodes only: absent where the claim merely adds to what another defines. */
  defines?: true;
  because?: Cause[][];
}

/** All that supports an entity: state claims by claim key, observations by owner. */
export interface Support {
  claims: Record<string, Contribution>;
  seen: Record<string, Seen>;
}

export type Basis = 'validated' | 'observed' | 'configured' | 'inferred';

/** Where a fact was read, for people: from a claim, or a sample of what was observed. */
export interface EvidenceItem extends Evidence {
  owner: string;
  at: number;
  mode: 'state' | 'seen';
}

/** What was seen of an entity, and where it was read. */
export interface Observed {
  firstSeen?: number;
  lastSeen?: number;
  /** Estimated number of distinct events. */
  count?: number;
  evidence: EvidenceItem[];
}

/** A node as it counts now. */
export interface Node extends Observed {
  kind: NodeKind;
  uid: string;
  /** True where something refers to it and nothing describes it: not collected, or gone. */
  stub: boolean;
  props: Record<string, unknown>;
}

/** An edge as it counts now. */
export interface Edge extends Observed {
  id: string;
  kind: EdgeKind;
  from: string;
  to: string;
  basis: Basis;
  /** True where every configured support depends on an unknown condition. */
  conditional: boolean;
  conditionKeys: string[];
  because: Cause[][];
  props: Record<string, unknown>;
}

/** All of an edge but what tells it from others. */
export type EdgeFacts = Omit<Edge, 'id' | 'kind' | 'from' | 'to'>;
