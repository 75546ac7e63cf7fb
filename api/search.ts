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

/** Computes what searches compare, so that the first one after a change is as fast as the next. */
export function prepareSearch(view: View): void {
  for (const node of view.nodes()) entryOf(node);
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

/** Letters and digits of ASCII by a table, because every node asks; others by Unicode class. */
const ascii = Array.from({ length: 128 }, (_, code) => /[a-z0-9]/.test(String.fromCharCode(code)));

function startsWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at - 1);
  return !(ascii[code] ?? /[\p{L}\p{N}]/u.test(text[at - 1] ?? ''));
}

/** How well a text fits: less is better; null = not at all. */
function rank({ name, uid }: Entry, text: string): number | null {
  if (uid === text) return 0;
  if (name === text) return 1;
  if (name.startsWith(text)) return 2;
  const at = name.indexOf(text);
  if (at > 0) return startsWord(name, at) ? 3 : 4;
  return uid.includes(text) ? 5 : null;
}

/** Less for what a person more likely means; below 8. */
const weight = ({ kind, stub, props }: Node) =>
  (stub ? 4 : 0) +
  (kind === 'Control' ? 2 : 0) +
  (props['sensitive'] === true || nodeKinds[kind].plane === 'ai' ? 0 : 1);

interface Hit {
  node: Node;
  /** Rank, then weight: less is better. */
  order: number;
  length: number;
}

const better = (a: Hit, b: Hit) =>
  a.order - b.order || a.length - b.length || (a.node.uid < b.node.uid ? -1 : 1);

/** Puts a hit in its place among the best, of which no more than `most` are kept. */
function keep(best: Hit[], hit: Hit, most: number): void {
  const worst = best.at(-1);
  if (best.length >= most && worst && better(hit, worst) > 0) return;
  let at = best.length;
  for (let before = best[at - 1]; before && better(hit, before) < 0; before = best[at - 1]) at -= 1;
  best.splice(at, 0, hit);
  if (best.length > most) best.pop();
}

export interface Hits {
  nodes: Node[];
  /** How many there are, shown or not. */
  total: number;
}

/**
 * Nodes whose name or uid holds a text, best first: the whole uid, the whole name, its start, the
 * start of a word, then any part; among equals what is sensitive or AI first. `kind:Agent text`
 * and `agent:text` look among one kind, which is the only way to findings.
 */
export function search(view: View, typed: string, most: number): Hits {
  const { text, kind, rest } = parseSearch(typed);
  if (text === '') return { nodes: [], total: 0 };
  const found: Hit[] = [];
  let total = 0;
  const offer = (node: Node, wanted: string) => {
    const entry = entryOf(node);
    const fits = rank(entry, wanted);
    if (fits === null) return;
    total += 1;
    keep(found, { node, order: fits * 8 + weight(node), length: entry.name.length }, most);
  };
  if (kind) for (const node of view.nodesOf(kind)) offer(node, rest);
  if (!kind || total === 0)
    for (const node of view.nodes()) if (node.kind !== 'Finding') offer(node, text);
  return { nodes: found.map(({ node }) => node), total };
}
