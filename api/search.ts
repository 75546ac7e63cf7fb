import type { Node } from '../graph/entity.ts';
import { nodeKinds, nodeKindNames, type NodeKind } from '../graph/schema/index.ts';
import { nameOf, type View } from '../graph/view.ts';

/** What is compared of a node; computed once while the node stays as it is. */
interface Entry {
  name: string;
  uid: string;
}

const entries = new WeakMap<Node, Entry>();

function entryOf(node: Node): Entry {
  let entry = entries.get(node);
  if (!entry) {
    entry = { name: nameOf(node).toLowerCase(), uid: node.uid.toLowerCase() };
    entries.set(node, entry);
  }
  return entry;
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_-]/g, '');

/** Kinds by how people may write them. */
const kindsByName = new Map<string, NodeKind>(
  nodeKindNames.flatMap((kind) => [
    [plain(kind), kind] as const,
    [plain(nodeKinds[kind].label), kind] as const,
  ]),
);

/** A search as typed: text, and a kind where one is named before a colon. */
export function parseSearch(typed: string): { text: string; kind: NodeKind | null; rest: string } {
  const text = typed.trim().toLowerCase();
  const [, explicit, ofExplicit = ''] = /^kind:\s*([^\s:]+)\s*:?\s*(.*)$/s.exec(text) ?? [];
  const [, short, ofShort = ''] = /^([a-z][a-z _-]*):\s*(.*)$/s.exec(text) ?? [];
  const kind = kindsByName.get(plain(explicit ?? short ?? '')) ?? null;
  return { text, kind, rest: explicit === undefined ? ofShort : ofExplicit };
}

/** How well a text fits: less is better; null = not at all. */
function rank({ name, uid }: Entry, text: string): number | null {
  if (uid === text) return 0;
  if (name === text) return 1;
  if (name.startsWith(text)) return 2;
  const at = name.indexOf(text);
  if (at > 0) return /[^\p{L}\p{N}]/u.test(name[at - 1] ?? '') ? 3 : 4;
  return uid.includes(text) ? 5 : null;
}

const weight = ({ kind, stub, props }: Node) =>
  (stub ? 4 : 0) +
  (kind === 'Finding' || kind === 'Control' ? 2 : 0) +
  (props['sensitive'] === true || nodeKinds[kind].plane === 'ai' ? 0 : 1);

export interface Hits {
  nodes: Node[];
  /** How many there are, shown or not. */
  total: number;
}

/**
 * Nodes whose name or uid holds a text, best first: the whole uid, the whole name, its start, the
 * start of a word, then any part. `kind:Agent text` and `agent:text` look among one kind.
 */
export function search(view: View, typed: string, most: number): Hits {
  const { text, kind, rest } = parseSearch(typed);
  if (text === '') return { nodes: [], total: 0 };
  const found: { node: Node; rank: number; length: number }[] = [];
  const offer = (node: Node, wanted: string) => {
    const entry = entryOf(node);
    const fits = rank(entry, wanted);
    if (fits !== null) found.push({ node, rank: fits, length: entry.name.length });
  };
  if (kind) for (const node of view.nodesOf(kind)) offer(node, rest);
  if (!kind || found.length === 0) for (const node of view.nodes()) offer(node, text);
  found.sort(
    (a, b) =>
      a.rank - b.rank ||
      weight(a.node) - weight(b.node) ||
      a.length - b.length ||
      (a.node.uid < b.node.uid ? -1 : 1),
  );
  return { nodes: found.slice(0, most).map(({ node }) => node), total: found.length };
}
