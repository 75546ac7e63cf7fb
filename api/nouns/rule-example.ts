import { must } from '../../graph/errors.ts';
import type { Pattern } from '../../graph/rules/pattern.ts';
import { edgeKinds, isEdgeKind, isNodeKind, nodeKinds } from '../../graph/schema/index.ts';
import { builder } from '../builder.ts';
import { EdgeKind, NodeKind } from './enums.ts';
import { propertiesOf, Property } from './property.ts';

type PatternNode = Pattern['nodes'][number];
type PatternEdge = Pattern['edges'][number];

/** Kind of a label or relationship type; rules with unknown ones never load. */
const nodeKind = (label: string) => must(isNodeKind(label) ? label : null, `node kind ${label}`);
const edgeKind = (name: string) => must(isEdgeKind(name) ? name : null, `edge kind ${name}`);

const ExampleNode = builder.objectRef<PatternNode>('ExampleNode').implement({
  description: 'An entity of an example.',
  fields: (t) => ({
    id: t.exposeID('name', { description: 'Its name in the pattern.' }),
    kind: t.field({ type: NodeKind, resolve: ({ label }) => nodeKind(label) }),
    label: t.string({ resolve: ({ label }) => nodeKinds[nodeKind(label)].label }),
    properties: t.field({ type: [Property], resolve: ({ props }) => propertiesOf(props) }),
  }),
});

const ExampleEdge = builder.objectRef<PatternEdge>('ExampleEdge').implement({
  description: 'An edge of an example.',
  fields: (t) => ({
    kind: t.field({ type: EdgeKind, resolve: ({ kind }) => edgeKind(kind) }),
    label: t.string({ resolve: ({ kind }) => edgeKinds[edgeKind(kind)].label }),
    from: t.exposeID('from', { description: 'Id of an entity of the example.' }),
    to: t.exposeID('to'),
    properties: t.field({ type: [Property], resolve: ({ props }) => propertiesOf(props) }),
  }),
});

export const ExampleType = builder.objectRef<Pattern & { text: string }>('Example').implement({
  description: 'The least graph for which a rule fires.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'As a Cypher pattern.' }),
    nodes: t.field({ type: [ExampleNode], resolve: ({ nodes }) => nodes }),
    edges: t.field({ type: [ExampleEdge], resolve: ({ edges }) => edges }),
  }),
});
