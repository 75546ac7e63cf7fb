import type { Params, Row } from './store.ts';

interface Entity {
  identity: number;
  properties: Row;
}
interface ServerNode extends Entity {
  labels: string[];
}
interface ServerEdge extends Entity {
  type: string;
  start: number;
  end: number;
}
interface ServerPath {
  start: ServerNode;
  segments: { relationship: ServerEdge; end: ServerNode }[];
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const nodeOf = ({ identity, labels, properties }: ServerNode) => ({
  _id: identity,
  _labels: labels,
  ...mapped(properties),
});

const edgeOf = ({ identity, start, end, type, properties }: ServerEdge) => ({
  _id: identity,
  _source: start,
  _target: end,
  _type: type,
  ...mapped(properties),
});

const mapped = (values: Row): Row =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, plainValue(value)]));

/**
 * A value as the driver gives it, in the shape that the embedded store gives: a node is its
 * properties with `_id` and `_labels`, a time is ISO text.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (isPlain(value)) return mapped(value as Row);
  if ('labels' in value) return nodeOf(value as ServerNode);
  if ('segments' in value) {
    const { start, segments } = value as ServerPath;
    return {
      nodes: [start, ...segments.map(({ end }) => end)].map(nodeOf),
      edges: segments.map(({ relationship }) => edgeOf(relationship)),
    };
  }
  if ('type' in value && 'properties' in value) return edgeOf(value as ServerEdge);
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- times, durations and points write themselves
  return String(value);
}

function sentList(list: readonly unknown[]): readonly unknown[] {
  const sent = list.map(sentValue);
  return sent.some((value, i) => value !== list[i]) ? sent : list;
}

/**
 * Whole numbers as the integers that they are: the driver would send every number as a float. What
 * holds none stays as it is.
 */
export function sentValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return sentList(value);
  return sentParams(value as Params);
}

export function sentParams(params: Params): Params {
  let sent: Params | undefined;
  for (const key in params) {
    const value = sentValue(params[key]);
    if (value !== params[key]) (sent ??= { ...params })[key] = value;
  }
  return sent ?? params;
}
