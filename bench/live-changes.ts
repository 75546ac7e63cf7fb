import type { Claim, Ref } from '../graph/claim.ts';
import type { Edge } from '../graph/entity.ts';
import type { View } from '../graph/view.ts';
import { nodeClaim } from './graph-claims.ts';

/** What somebody changes at a time: made, or taken back. */
export type Change = (at: number, back: boolean) => Claim;

const evidence = { source: 'bench', record: 'live.json#1' };

/** An edge that is there, or gone. */
export const joining =
  (kind: 'CAN_READ' | 'REACHES', from: Ref, to: Ref): Change =>
  (at, back) => ({
    owner: 'aws:100000000000/live',
    subject: `${kind}/${from.uid}/${to.uid}`,
    at,
    mode: 'state',
    nodes: [],
    edges: back ? [] : [{ kind, from, to, props: {} }],
    evidence,
  });

/** A tool that destroys, or only reads. */
export const tool =
  (uid: string): Change =>
  (at, back) => {
    const props = { semantic: back ? 'read' : 'destructive' };
    return { ...nodeClaim({ kind: 'Tool', uid, stub: false, props, evidence: [] }), at };
  };

/** An edge is used, as telemetry tells. */
export const used = (
  view: View,
  { kind, from, to }: Pick<Edge, 'kind' | 'from' | 'to'>,
  id: string,
  at: number,
): Claim => {
  const ref = (uid: string): Ref => ({ kind: view.node(uid)?.kind ?? 'Tool', uid });
  return {
    ...{ owner: 'otel:live', subject: id, at, mode: 'seen', evidence },
    nodes: [],
    edges: [{ kind, from: ref(from), to: ref(to), props: {} }],
  };
};

/** Tools that agents behind exposed endpoints may call unasked. */
export const exposedTools = (view: View): string[] => [
  ...new Set(
    view
      .out('internet', 'REACHES')
      .flatMap(({ to }) => view.out(to, 'PROMPTS'))
      .flatMap(({ to }) => view.out(to, 'CAN_CALL'))
      .filter(({ props }) => props['approval'] !== true)
      .map(({ to }) => to),
  ),
];
