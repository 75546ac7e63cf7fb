import * as z from 'zod/mini';
import { capabilities, capabilityOrder, held } from '../graph/schema/capability.ts';
import { commonEdge, commonNode, kept, planes, type Move } from '../graph/schema/define.ts';
import {
  edgeKindNames,
  edgeKinds,
  movesOf,
  nodeKindNames,
  nodeKinds,
} from '../graph/schema/index.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (heads: string[], rows: string[][]) =>
  [heads, heads.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

/** The type of a property in words. */
function typeOf(schema: z.ZodMiniType): string {
  if (kept.has(schema)) return 'JSON';
  if (schema instanceof z.ZodMiniEnum) return Object.values(schema.def.entries).join(', ');
  if (schema instanceof z.ZodMiniArray)
    return `list of ${typeOf(schema.def.element as z.ZodMiniType)}`;
  if (schema instanceof z.ZodMiniString) return 'text';
  if (schema instanceof z.ZodMiniNumber) return 'number';
  if (schema instanceof z.ZodMiniBoolean) return 'yes or no';
  return 'any';
}

const own = (props: Record<string, z.ZodMiniType>, common: object) =>
  Object.entries(props)
    .filter(([name]) => !(name in common))
    .map(([name, schema]) => `\`${name}\` ${typeOf(schema)}`)
    .join('; ');

const values = (record: Record<string, readonly unknown[]> | undefined, end: string) =>
  Object.entries(record ?? {}).map(([name, list]) => `${end}.${name} is ${list.join(' or ')}`);

function moveText([needs, gains, when]: Move): string {
  const conditions = [
    ...(when?.fromKind ? [`from ${when.fromKind}`] : []),
    ...(when?.toKind ? [`to ${when.toKind}`] : []),
    ...values(when?.from, 'from'),
    ...values(when?.to, 'to'),
    ...values(when?.edge, 'edge'),
  ];
  return `${needs} → ${gains}${conditions.length ? ` (${conditions.join(', ')})` : ''}`;
}

const nodeRow = (kind: (typeof nodeKindNames)[number]) => {
  const { label, doc, uid, owned, goals, props } = nodeKinds[kind];
  return [`\`${kind}\``, `${label}: ${doc}`, uid, owned, goals.join(' '), own(props, commonNode)];
};

const edgeRow = (kind: (typeof edgeKindNames)[number]) => {
  const { doc, from, to, techniques, fix, props } = edgeKinds[kind];
  const moves = movesOf(kind).map(moveText).join('; ');
  return [
    `\`${kind}\``,
    doc,
    from.join(', '),
    to.join(', '),
    moves,
    techniques.join(', '),
    own(props, commonEdge),
    fix,
  ];
};

/** The schema as a page of Markdown, made from the schema itself. */
export const schemaPage =
  (): string => `<!-- Made from graph/schema; do not edit. UPDATE=1 npm test writes it anew. -->

# Schema

Every node has the label \`Entity\` and its kind, and a unique \`uid\`. An edge points the way an attacker moves.

## Capabilities

What an attacker holds at a node. Search runs over pairs of node and capability.

${table(
  ['', 'name', 'means', 'implies'],
  capabilityOrder.map((c) => [
    c,
    capabilities[c].name,
    capabilities[c].doc,
    [...held[c]].filter((other) => other !== c).join(' '),
  ]),
)}

## Nodes

Every node may have: ${own(commonNode, {})}. A node that others refer to and nothing describes has \`stub\` = yes.
**Start** is the capability of an attacker who starts there, **arrive** those that count as having reached it.

${planes
  .map(
    (plane) =>
      `### ${plane}\n\n${table(
        ['kind', 'what', 'uid', 'start', 'arrive', 'properties'],
        nodeKindNames.filter((kind) => nodeKinds[kind].plane === plane).map(nodeRow),
      )}`,
  )
  .join('\n\n')}

## Edges that carry a path

Every edge may have: ${own(commonEdge, {})}; and the merge adds \`basis\`, \`firstSeen\`, \`lastSeen\`, \`count\`.

${table(
  ['kind', 'what', 'from', 'to', 'moves', 'techniques', 'properties', 'remedy'],
  edgeKindNames.filter((kind) => movesOf(kind).length > 0).map(edgeRow),
)}

## Edges of context

${table(
  ['kind', 'what', 'from', 'to', 'properties'],
  edgeKindNames
    .filter((kind) => movesOf(kind).length === 0)
    .map((kind) => {
      const { doc, from, to, props } = edgeKinds[kind];
      return [`\`${kind}\``, doc, from.join(', '), to.join(', '), own(props, commonEdge)];
    }),
)}
`;
