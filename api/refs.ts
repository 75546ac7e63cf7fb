import type { Edge, Node } from '../graph/entity.ts';
import type { Finding } from '../graph/findings/finding.ts';
import type { Rule } from '../graph/rules/rule.ts';
import { builder } from './builder.ts';

/** Types that refer to one another; each is implemented in the file of its noun. */
export const EntityType = builder.interfaceRef<Node>('Entity');
export const GraphEdgeType = builder.objectRef<Edge>('GraphEdge');
export const FindingType = builder.objectRef<Finding>('Finding');
export const RuleType = builder.objectRef<Rule>('Rule');
/** An entity by its uid: findings outlive what they speak of. */
export const EntityRefType = builder.objectRef<string>('EntityRef');

export const GraphEdgeRow = builder.edgeObject({ type: GraphEdgeType, name: 'GraphEdgeEdge' });
export const GraphEdgeConnection = builder.connectionObject(
  { type: GraphEdgeType, name: 'GraphEdgeConnection' },
  GraphEdgeRow,
);

export const FindingRow = builder.edgeObject({ type: FindingType, name: 'FindingEdge' });
export const FindingConnection = builder.connectionObject(
  { type: FindingType, name: 'FindingConnection' },
  FindingRow,
);
