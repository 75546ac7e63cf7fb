import { edgeIdOf, edgeNamed } from './claim.ts';
import { EdgeTable } from './edge-table.ts';
import type { Edge, EdgeFacts, Node } from './entity.ts';
import { NodeIndex } from './node-index.ts';
import type { EdgeKind, NodeKind } from './schema/index.ts';
import type { Store } from './store/store.ts';
import type { Changes } from './workspace.ts';

const internet: Node = {
  kind: 'Internet',
  uid: 'internet',
  stub: false,
  props: { name: 'Internet' },
  evidence: [],
};

/** What people call a node: its name, else the last part of its id. */
export const nameOf = ({ uid, props }: Pick<Node, 'uid' | 'props'>): string =>
  typeof props['name'] === 'string' && props['name'] !== ''
    ? props['name']
    : (uid.split(/[/:#]/).findLast((part) => part !== '') ?? uid);

/** What is read of a graph from place to place. */
export type Readable = Pick<View, 'node' | 'edge' | 'out' | 'in' | 'between'>;

/**
 * The graph in memory with all its properties, kept current from changes: what derivations,
 * projection, search and API read.
 */
export class View {
  #index = new NodeIndex();
  #nodes: (Node | undefined)[] = [];
  #edges = new EdgeTable();
  #byKind = new Map<NodeKind, Set<number>>();
  #versions = new Map<NodeKind | EdgeKind, number>();
  #count = 0;

  constructor(nodes: Iterable<Node> = [], edges: Iterable<Edge> = []) {
    this.#putNode(internet);
    for (const node of nodes) this.#putNode(node);
    for (const edge of edges) this.#putEdge(edge);
  }

  static async load(store: Store): Promise<View> {
    const view = new View();
    for await (const node of store.nodes()) view.#putNode(node);
    for await (const edge of store.edges()) view.#putEdge(edge);
    return view;
  }

  /** The same graph, to go on by itself: column by column, as nodes and facts never change. */
  copy(): View {
    const copy = new View();
    copy.#index = this.#index.copy();
    copy.#nodes = this.#nodes.slice();
    copy.#edges = this.#edges.copy();
    copy.#byKind = new Map([...this.#byKind].map(([kind, alike]) => [kind, new Set(alike)]));
    copy.#versions = new Map(this.#versions);
    copy.#count = this.#count;
    return copy;
  }

  apply({ nodes, edges, goneNodes, goneEdges }: Changes): void {
    for (const id of goneEdges) this.#dropEdge(id);
    for (const uid of goneNodes) this.#dropNode(uid);
    for (const node of nodes) this.#putNode(node);
    for (const edge of edges) this.#putEdge(edge);
  }

  /** Forgets everything but the internet. */
  clear(): void {
    this.#index.clear();
    this.#edges.clear();
    this.#byKind.clear();
    this.#nodes.length = this.#count = 0;
    for (const kind of this.#versions.keys()) this.#touch(kind);
    this.#putNode(internet);
  }

  /** Becomes what another view is. */
  replace(other: View): void {
    this.clear();
    for (const node of other.nodes()) this.#putNode(node);
    for (const edge of other.edges()) this.#putEdge(edge);
  }

  get size() {
    return { nodes: this.#count, edges: this.#edges.count };
  }

  /** A number that differs whenever a node or edge of the kind was put or dropped. */
  version(kind: NodeKind | EdgeKind): number {
    return this.#versions.get(kind) ?? 0;
  }

  node(uid: string): Node | undefined {
    return this.#nodes[this.#index.number(uid) ?? -1];
  }

  edge(id: string): Edge | undefined {
    const at = this.#find(id);
    return at === -1 ? undefined : this.#edgeAt(at);
  }

  *nodes(): Iterable<Node> {
    for (const node of this.#nodes) if (node) yield node;
  }

  *edges(): Iterable<Edge> {
    for (const at of this.#edges.all()) yield this.#edgeAt(at);
  }

  /** What edges say beside their kind and ends; what several share comes once in a row. */
  *facts(): Iterable<EdgeFacts> {
    let before: EdgeFacts | undefined;
    for (const at of this.#edges.all()) {
      const facts = this.#edges.facts(at);
      if (facts && facts !== before) yield (before = facts);
    }
  }

  /** Edges whose facts pass. */
  *edgesWith(passes: (facts: EdgeFacts) => boolean): Iterable<Edge> {
    for (const at of this.#edges.all())
      if (passes(this.#edges.facts(at) as EdgeFacts)) yield this.#edgeAt(at);
  }

  /** Nodes of a kind, in no particular order; stubs included. */
  *nodesOf(kind: NodeKind): Iterable<Node> {
    for (const number of this.#byKind.get(kind) ?? []) {
      const node = this.#nodes[number];
      if (node) yield node;
    }
  }

  /** Edges that leave a node; of one kind where named. */
  out(uid: string, kind?: EdgeKind): Edge[] {
    return this.#of(uid, 'out', kind);
  }

  /** Edges that arrive at a node; of one kind where named. */
  in(uid: string, kind?: EdgeKind): Edge[] {
    return this.#of(uid, 'in', kind);
  }

  /** Edges of all kinds from one node to another. */
  between(from: string, to: string): Edge[] {
    const [a, b] = [this.#index.number(from), this.#index.number(to)];
    if (a === undefined || b === undefined) return [];
    return this.#edges.between(a, b).map((at) => this.#edgeAt(at));
  }

  #of(uid: string, direction: 'out' | 'in', kind: EdgeKind | undefined): Edge[] {
    const number = this.#index.number(uid);
    if (number === undefined) return [];
    return this.#edges.of(number, direction, kind).map((at) => this.#edgeAt(at));
  }

  #edgeAt(at: number): Edge {
    const { kind, ...ends } = this.#edges.key(at);
    const [from, to] = [this.#index.uid(ends.from), this.#index.uid(ends.to)];
    const facts = this.#edges.facts(at) as EdgeFacts;
    return { id: edgeIdOf(kind, from, to), kind, from, to, ...facts };
  }

  #find(id: string): number {
    const { kind, ...ends } = edgeNamed(id);
    const [from, to] = [this.#index.number(ends.from), this.#index.number(ends.to)];
    return from === undefined || to === undefined ? -1 : this.#edges.find({ kind, from, to });
  }

  #touch(kind: NodeKind | EdgeKind) {
    this.#versions.set(kind, this.version(kind) + 1);
  }

  #putNode(node: Node) {
    const number = this.#index.add(node.uid);
    const known = this.#nodes[number];
    this.#touch(node.kind);
    if (!known) this.#count++;
    else if (known.kind !== node.kind) {
      this.#touch(known.kind);
      this.#byKind.get(known.kind)?.delete(number);
    }
    this.#nodes[number] = node.uid === internet.uid ? { ...node, ...internet } : node;
    const alike = this.#byKind.get(node.kind);
    if (alike) alike.add(number);
    else this.#byKind.set(node.kind, new Set([number]));
  }

  #dropNode(uid: string) {
    const number = this.#index.number(uid) ?? -1;
    const node = this.#nodes[number];
    if (!node) return;
    this.#touch(node.kind);
    this.#byKind.get(node.kind)?.delete(number);
    this.#nodes[number] = undefined;
    this.#count--;
    this.#free(number);
    if (uid === internet.uid) this.#putNode(internet);
  }

  #putEdge(edge: Edge) {
    const { kind, from, to } = edge;
    this.#touch(kind);
    this.#edges.put({ kind, from: this.#index.add(from), to: this.#index.add(to) }, edge);
  }

  #dropEdge(id: string) {
    const at = this.#find(id);
    if (at === -1) return;
    const { kind, from, to } = this.#edges.key(at);
    this.#touch(kind);
    this.#edges.remove(at);
    this.#free(from);
    if (to !== from) this.#free(to);
  }

  /** Gives up the number of a node that is gone with all its edges. */
  #free(number: number) {
    if (!this.#nodes[number] && !this.#edges.joins(number)) this.#index.free(number);
  }
}
