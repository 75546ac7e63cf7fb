import type { Ref } from '../claim.ts';
import { actingAs } from '../composition/acting.ts';
import { both, callReasons, GatheredEdges, named, ordered, refOf } from '../composition/because.ts';
import { environmentOf, namedNodes } from '../composition/named-targets.ts';
import { reach, reachReads } from '../composition/reach.ts';
import type { Edge, Node } from '../entity.ts';
import type { EdgePropsOf } from '../schema/index.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

const lifted = ['QUERIES', 'OPERATES', 'CAN_EGRESS'] as const;

/** Tools that bring what others wrote: pages, search results, mail. */
const fetches = /fetch|browse|browser|crawl|scrape|search|navigate|web|page|url|read_?e?mail/i;

const content = 'content:web:anywhere';

const unapproved = (edge: Edge) => edge.props['approval'] !== true;

/** How many of an agent's tools a person must confirm. */
function approvalMode(calls: readonly Edge[]): 'none' | 'some' | 'all' {
  const open = calls.filter(unapproved).length;
  return open === calls.length ? 'none' : open === 0 ? 'all' : 'some';
}

/** What an edge of a tool says, as the agent's that may call it. */
function props(edge: Edge, call: Edge): EdgePropsOf<(typeof lifted)[number]> {
  const { identity, actions, destructive, channel, note } = edge.props;
  const known = { identity, actions, destructive, channel, note };
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    ...(edge.kind !== 'CAN_EGRESS' && { via: call.to }),
    ...(edge.conditional && { conditional: true, conditionKeys: edge.conditionKeys }),
    ...((edge.basis === 'inferred' || call.basis === 'inferred') && { inferred: true }),
  };
}

/** What its tools do, a prompt can make an agent do, unless a person confirms each call. */
function lift(view: View, ref: Ref, calls: readonly Edge[], edges: GatheredEdges) {
  for (const call of calls.filter(unapproved))
    for (const kind of lifted)
      for (const edge of ordered(view, call.to, kind))
        edges.add(
          kind,
          ref,
          refOf(view, edge.to, 'DataStore'),
          props(edge, call),
          both(callReasons(view, call), edge.because),
        );
}

/** True where the agent is code of its owner's that declares no tools. */
const isOwnCode = (view: View, node: Node, calls: readonly Edge[]) =>
  calls.length === 0 &&
  node.props['framework'] !== 'bedrock' &&
  view.out(node.uid, 'RUNS_ON').length > 0;

/**
 * What a prompt can make an agent read, change and send out: through its tools, each limited by
 * what it does; for an agent whose code declares no tools, as a guess, what its configuration or
 * its role names.
 */
export default derivation({
  name: 'agent-composition',
  doc: 'What a prompt can make an agent do.',
  after: ['agent-tools', 'tool-reach', 'deployed-identity', 'model-application'],
  reads: {
    nodes: ['Agent', 'Tool', ...reachReads.nodes],
    edges: ['CAN_CALL', 'QUERIES', 'OPERATES', 'CAN_EGRESS', ...reachReads.edges],
  },
  index: (view) => ({ view, names: namedNodes(view) }),
  *subjects({ view }) {
    for (const { uid, stub } of view.nodesOf('Agent')) if (!stub) yield uid;
  },
  derive(uid, { view, names }, emit) {
    const agent = view.node(uid);
    if (!agent) return;
    const ref: Ref = { kind: 'Agent', uid };
    const calls = ordered(view, uid, 'CAN_CALL');
    const edges = new GatheredEdges();
    lift(view, ref, calls, edges);
    if (calls.length > 0) emit.add('Agent', uid, { approvalMode: approvalMode(calls) });
    if (isOwnCode(view, agent, calls))
      reach(
        view,
        names,
        {
          ref,
          acting: actingAs(view, uid),
          because: [],
          anythingOn: null,
          doing: { read: true, write: true, destroy: false },
          words: environmentOf(view, uid).map(([, value]) => value),
          inferred: true,
        },
        edges,
      );
    for (const call of calls) {
      const semantic = view.node(call.to)?.props['semantic'];
      if (semantic !== 'net-egress' || !fetches.test(named(view, call.to))) continue;
      const web = emit.define('ExternalContent', content, {
        name: 'Any web page',
        channel: 'web',
        trust: 'public',
      });
      edges.add('FEEDS', web, ref, { inferred: true }, callReasons(view, call));
    }
    edges.emit(emit);
  },
});
