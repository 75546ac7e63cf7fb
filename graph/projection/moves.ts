import type { Edge, Node } from '../entity.ts';
import type { When } from '../schema/define.ts';
import { edgeKindNames, movesOf, type EdgeKind } from '../schema/index.ts';
import { record } from '../schema/record.ts';
import {
  capabilityCount,
  capabilityNumber,
  heldWith,
  strongest,
  weakest,
} from './capability-mask.ts';

type Known = Pick<Node, 'kind' | 'props'>;

const among = (
  wanted: Record<string, readonly (string | boolean)[]> | undefined,
  props: Record<string, unknown>,
) =>
  wanted === undefined ||
  Object.entries(wanted).every(([name, values]) =>
    values.includes(props[name] as string | boolean),
  );

const applies = (when: When, edge: Pick<Edge, 'props'>, from: Known, to: Known) =>
  (when.fromKind === undefined || when.fromKind === from.kind) &&
  (when.toKind === undefined || when.toKind === to.kind) &&
  among(when.from, from.props) &&
  among(when.to, to.props) &&
  among(when.edge, edge.props);

/** By edge kind, bits of the moves that hold whatever the ends are. */
const always = record(edgeKindNames, (kind) =>
  movesOf(kind).reduce((bits, [, , when], i) => (when ? bits : bits | (1 << i)), 0),
);

/** Bits of the moves of its kind that an edge allows: move number i is bit `1 << i`. */
export function movesAlong(edge: Pick<Edge, 'kind' | 'props'>, from: Known, to: Known): number {
  let bits = always[edge.kind];
  const moves = movesOf(edge.kind);
  for (let i = 0; i < moves.length; i++) {
    const when = moves[i]?.[2];
    if (when && applies(when, edge, from, to)) bits |= 1 << i;
  }
  return bits;
}

/**
 * What the moves amount to, as masks by capability number. `gains`: what holding it yields at the
 * other end, without what another gain brings. `enables`: what one must hold here, at least, to
 * hold it there.
 */
export function moveTables(kind: EdgeKind, bits: number) {
  const gains = new Uint8Array(capabilityCount);
  const enables = new Uint8Array(capabilityCount);
  const moves = movesOf(kind).filter((_, i) => bits & (1 << i));
  for (let c = 0; c < capabilityCount; c++)
    for (const [needs, yields] of moves) {
      const need = 1 << capabilityNumber[needs];
      const gain = 1 << capabilityNumber[yields];
      if ((heldWith[1 << c] ?? 0) & need) gains[c] = (gains[c] ?? 0) | gain;
      if ((heldWith[gain] ?? 0) & (1 << c)) enables[c] = (enables[c] ?? 0) | need;
    }
  return {
    gains: gains.map((mask) => strongest[mask] ?? 0),
    enables: enables.map((mask) => weakest[mask] ?? 0),
  };
}
