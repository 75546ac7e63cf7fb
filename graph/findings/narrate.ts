import type { Edge, Node } from '../entity.ts';
import { edgeKinds, type EdgeKind } from '../schema/index.ts';
import { nameOf, type Readable } from '../view.ts';

type Named = Pick<Node, 'uid' | 'props'>;

/** A sentence of the schema with the names of both ends in it; names are text and never parsed. */
export const fill = (sentence: string, from: Named, to: Named): string =>
  sentence.replace(/\{(from|to)\}/g, (_, end) => nameOf(end === 'from' ? from : to));

/** Before names are filled in: a name stands as it is. */
const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** What an edge of a kind says of its ends. */
export const saying = (kind: EdgeKind, from: Named, to: Named): string =>
  fill(edgeKinds[kind].say, from, to);

/** Why an edge is there: the first alternative of its causes, or what was seen; else empty. */
export function reasonOf({ because, basis, count, props }: Edge): string {
  const [causes] = because;
  if (causes?.length) return causes.map(({ say }) => say).join(', and ');
  if (basis === 'observed') return `seen ${count ?? 1} ${count === 1 ? 'time' : 'times'}`;
  return typeof props['note'] === 'string' ? props['note'] : '';
}

/** One hop in a sentence: what it is, why it is there, and what it hangs on. */
export function sentenceOf(edge: Edge, from: Named, to: Named): string {
  const hangs = edge.conditional
    ? ` (depends on ${edge.conditionKeys.join(', ') || 'an unknown condition'})`
    : edge.basis === 'inferred'
      ? ' (assumed, not seen)'
      : '';
  const why = reasonOf(edge);
  const what = fill(capital(edgeKinds[edge.kind].say), from, to);
  return `${what}${why && `: ${why}`}${hangs}`;
}

/** Edges in sentences, such as those of a path; one that is gone by its id. */
export const sentencesOf = (view: Readable, ids: readonly string[]): string[] =>
  ids.map((id) => {
    const edge = view.edge(id);
    const [from, to] = [view.node(edge?.from ?? ''), view.node(edge?.to ?? '')];
    return edge && from && to ? sentenceOf(edge, from, to) : id;
  });
