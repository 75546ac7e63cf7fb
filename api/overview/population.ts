import { bare } from '../../graph/rules/vocabulary.ts';
import { isNodeKind, nodeKinds, type NodeKind } from '../../graph/schema/index.ts';

/** Kind of what a population query counts; null where the query does not say. */
export function countedKind(query: string): NodeKind | null {
  const text = bare(query);
  const [, name = ''] = /count\(\s*(?:DISTINCT\s+)?(\w+)\s*\)/i.exec(text) ?? [];
  const [, label = ''] = new RegExp(`\\(\\s*${name}\\s*:\\s*(\\w+)`).exec(text) ?? [];
  return isNodeKind(label) ? label : null;
}

/** A count with what is counted, for example `1 identity` or `3 MCP servers`. */
export function told(count: number, kind: NodeKind | null): string {
  const label = kind === null ? 'Entity' : nodeKinds[kind].label;
  const one = /^[A-Z][a-z]/.test(label) ? label[0]?.toLowerCase() + label.slice(1) : label;
  const many = one.endsWith('y') ? `${one.slice(0, -1)}ies` : one.endsWith('s') ? one : `${one}s`;
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
