import type { LayoutEdge, LayoutNode } from './layered.ts';

/**
 * Edges to turn round so that none runs in a cycle: those that meet a node which is still being
 * visited by a depth-first search. `first` are searched first and in their order, so that a path
 * of them is kept as it is.
 */
export function backEdges(
  nodes: readonly string[],
  edges: readonly LayoutEdge[],
  first: ReadonlySet<string>,
): Set<string> {
  const out = new Map<string, LayoutEdge[]>(nodes.map((id) => [id, []]));
  const entered = new Set<string>();
  for (const edge of [...edges].sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)))) {
    out.get(edge.from)?.push(edge);
    entered.add(edge.to);
  }
  const starts = [
    ...[...first].flatMap((id) => edges.find((edge) => edge.id === id)?.from ?? []),
    ...nodes.filter((id) => !entered.has(id)),
    ...nodes,
  ];
  const back = new Set<string>();
  const open = new Set<string>();
  const done = new Set<string>();
  for (const start of starts) {
    // An explicit stack: a chain of thousands of nodes must not overflow that of the engine.
    const visiting = [{ id: start, next: 0 }];
    if (done.has(start)) continue;
    open.add(start);
    while (visiting.length > 0) {
      const top = visiting[visiting.length - 1]!;
      const edge = out.get(top.id)?.[top.next++];
      if (!edge) {
        open.delete(top.id);
        done.add(top.id);
        visiting.pop();
      } else if (open.has(edge.to)) back.add(edge.id);
      else if (!done.has(edge.to)) {
        open.add(edge.to);
        visiting.push({ id: edge.to, next: 0 });
      }
    }
  }
  return back;
}

/**
 * Layer of each node: origins at 0, else one more than the farthest that leads to it, so that every
 * edge runs to the right. A node that nothing leads to stands next to what it leads to.
 * `edges` must hold no cycle.
 */
export function layersOf(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
): Map<string, number> {
  const out = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  const waiting = new Map<string, number>(nodes.map(({ id }) => [id, 0]));
  for (const { from, to } of edges) {
    out.get(from)?.push(to);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const sources = nodes.filter(({ id }) => waiting.get(id) === 0);
  const layers = new Map(sources.map(({ id, origin }) => [id, origin ? 0 : 1]));
  const ready = sources.map(({ id }) => id);
  for (const id of ready)
    for (const to of out.get(id) ?? []) {
      layers.set(to, Math.max(layers.get(to) ?? 0, (layers.get(id) ?? 0) + 1));
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  for (const { id, origin } of sources) {
    const next = Math.min(...(out.get(id) ?? []).map((to) => layers.get(to) ?? 1));
    if (!origin && Number.isFinite(next)) layers.set(id, Math.max(1, next - 1));
  }
  return layers;
}
