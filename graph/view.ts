import type { Edge, Node } from './entity.ts';
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

/**
 * The graph in memory with all its properties, kept current from changes: what derivations,
 * projection, search and API read.
 */
export class View {
  readonly #nodes = new Map<string, Node>();
  readonly #edges = new Map<string, Edge>();
  readonly #byKind = new Map<NodeKind, Set<string>>();
  readonly #out = new Map<string, Set<string>>();
  readonly #in = new Map<string, Set<string>>();
  readonly #versions = new Map<NodeKind | EdgeKind, number>();

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

  apply({ nodes, edges, goneNodes, goneEdges }: Changes): void {
    for (const id of goneEdges) this.#dropEdge(id);
    for (const uid of goneNodes) this.#dropNode(uid);
    for (const node of nodes) this.#putNode(node);
    for (const edge of edges) this.#putEdge(edge);
  }

  /** Forgets everything but the internet. */
  clear(): void {
    for (const index of [this.#nodes, this.#edges, this.#byKind, this.#out, this.#in])
      index.clear();
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
    return { nodes: this.#nodes.size, edges: this.#edges.size };
  }

  /** A number that differs whenever a node or edge of the kind was put or dropped. */
  version(kind: NodeKind | EdgeKind): number {
    return this.#versions.get(kind) ?? 0;
  }

  node(uid: string): Node | undefined {
    return this.#nodes.get(uid);
  }

  edge(id: string): Edge | undefined {
    return this.#edges.get(id);
  }

  nodes(): Iterable<Node> {
    return this.#nodes.values();
  }

  edges(): Iterable<Edge> {
    return this.#edges.values();
  }

  /** Nodes of a kind, in no particular order; stubs included. */
  *nodesOf(kind: NodeKind): Iterable<Node> {
    for (const uid of this.#byKind.get(kind) ?? []) {
      const node = this.#nodes.get(uid);
      if (node) yield node;
    }
  }

  /** Edges that leave a node; of one kind where named. */
  out(uid: string, kind?: EdgeKind): Edge[] {
    return this.#of(this.#out.get(uid), kind);
  }

  /** Edges that arrive at a node; of one kind where named. */
  in(uid: string, kind?: EdgeKind): Edge[] {
    return this.#of(this.#in.get(uid), kind);
  }

  #of(ids: Set<string> | undefined, kind: EdgeKind | undefined): Edge[] {
    const edges: Edge[] = [];
    for (const id of ids ?? []) {
      const edge = this.#edges.get(id);
      if (edge && (kind === undefined || edge.kind === kind)) edges.push(edge);
    }
    return edges;
  }

  #touch(kind: NodeKind | EdgeKind) {
    this.#versions.set(kind, this.version(kind) + 1);
  }

  #putNode(node: Node) {
    const known = this.#nodes.get(node.uid);
    this.#touch(node.kind);
    if (known && known.kind !== node.kind) {
      this.#touch(known.kind);
      this.#byKind.get(known.kind)?.delete(node.uid);
    }
    this.#nodes.set(node.uid, node.uid === internet.uid ? { ...node, ...internet } : node);
    put(this.#byKind, node.kind, node.uid);
  }

  #dropNode(uid: string) {
    const node = this.#nodes.get(uid);
    if (!node) return;
    this.#touch(node.kind);
    this.#byKind.get(node.kind)?.delete(uid);
    this.#nodes.delete(uid);
    if (uid === internet.uid) this.#putNode(internet);
  }

  #putEdge(edge: Edge) {
    this.#touch(edge.kind);
    this.#edges.set(edge.id, edge);
    put(this.#out, edge.from, edge.id);
    put(this.#in, edge.to, edge.id);
  }

  #dropEdge(id: string) {
    const edge = this.#edges.get(id);
    if (!edge) return;
    this.#touch(edge.kind);
    this.#edges.delete(id);
    this.#out.get(edge.from)?.delete(id);
    this.#in.get(edge.to)?.delete(id);
  }
}

function put<K>(index: Map<K, Set<string>>, key: K, value: string) {
  const known = index.get(key);
  if (known) known.add(value);
  else index.set(key, new Set([value]));
}
