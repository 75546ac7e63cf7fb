import escalation from '../../../graph/derive/aws-escalation.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import { userArn, view } from './aws.ts';
import { claimsOf } from './derived.ts';

/** Edges of escalation from one principal, the user `u` unless said otherwise. */
export const edgesOf = (nodes: Node[], edges: Edge[] = [], from = userArn('u')) =>
  claimsOf(view(nodes, edges), escalation)
    .filter(({ subject }) => subject === from)
    .flatMap((claim) => claim.edges);

/** Where they lead. */
export const ends = (nodes: Node[], edges: Edge[] = [], from = userArn('u')) =>
  edgesOf(nodes, edges, from).map(({ to }) => to.uid);
