import { internet, type Cause, type Ref } from '../claim.ts';
import { actingOfTool, hostsOf } from '../composition/acting.ts';
import { GatheredEdges, toolCause } from '../composition/because.ts';
import { egressOf } from '../composition/egress.ts';
import { environmentOf, idsIn, namedNodes } from '../composition/named-targets.ts';
import { reach, reachReads, type Doing } from '../composition/reach.ts';
import type { Node } from '../entity.ts';
import { nameOf, type View } from '../view.ts';
import { derivation } from './derivation.ts';

/** What a tool of each semantic does to stores; `exec` and `net-egress` do nothing of it. */
const doing: Record<string, Doing | undefined> = {
  read: { read: true, write: false, destroy: false },
  write: { read: false, write: true, destroy: false },
  payment: { read: false, write: true, destroy: false },
  destructive: { read: false, write: true, destroy: true },
  'generic-api': { read: true, write: true, destroy: true },
  unknown: { read: true, write: true, destroy: false },
};

/** Tools that take a statement of a query language reach databases alone. */
const statements = /sql|query|database|cypher|graphql|statement/i;
const clouds = /aws|cloud|boto|azure|gcp|\bapi\b/i;
const databases = [
  /^arn:[^:]*:(rds|dynamodb|redshift|redshift-serverless|es|aoss|athena|timestream):/,
  /^set:[^/]*\/(rds|dynamodb|redshift|opensearch|athena)/,
];

const anythingOf = (tool: Node): ((uid: string) => boolean) => {
  const name = nameOf(tool);
  return statements.test(name) && !clouds.test(name)
    ? (uid) => databases.some((form) => form.test(uid))
    : () => true;
};

/** What lets data out through a tool: sending is what it does, or its code runs where it can. */
function egress(view: View, { uid, props }: Node): { channel: string; because: Cause[][] } | null {
  if (props['semantic'] === 'net-egress')
    return { channel: 'tool', because: [[toolCause(view, uid)]] };
  if (props['semantic'] !== 'exec') return null;
  for (const host of hostsOf(view, uid)) {
    const way = egressOf(view, host);
    if (way) return way;
  }
  return null;
}

/**
 * What a tool can do with the identity that it works as, limited by what kind of tool it is. A
 * fixed tool runs one operation; only one that takes any statement or request does all that its
 * role may.
 */
export default derivation({
  name: 'tool-reach',
  doc: 'What each tool reads, changes and sends out.',
  after: ['deployed-identity', 'aws-access', 'aws-resource-sets', 'runtime-stand-ins'],
  reads: {
    nodes: ['Tool', 'McpServer', ...reachReads.nodes],
    edges: ['SERVED_BY', 'SERVES', ...reachReads.edges],
  },
  index: (view) => ({ view, names: namedNodes(view) }),
  *subjects({ view }) {
    for (const { uid, stub } of view.nodesOf('Tool')) if (!stub) yield uid;
  },
  derive(uid, { view, names }, emit) {
    const tool = view.node(uid);
    if (!tool) return;
    const ref: Ref = { kind: 'Tool', uid };
    const semantic =
      typeof tool.props['semantic'] === 'string' ? tool.props['semantic'] : 'unknown';
    const edges = new GatheredEdges();
    const does = doing[semantic];
    if (does) {
      const words = hostsOf(view, uid).flatMap((host) =>
        environmentOf(view, host).map(([, value]) => value),
      );
      const who = {
        ref,
        acting: actingOfTool(view, uid),
        because: [[toolCause(view, uid)]],
        anythingOn: semantic === 'generic-api' ? anythingOf(tool) : null,
        doing: does,
        words: [...words, ...idsIn(tool.props['description'])],
        inferred: semantic === 'unknown',
      };
      emit.add('Tool', uid, { target: reach(view, names, who, edges) });
    }
    const way = egress(view, tool);
    if (way) edges.add('CAN_EGRESS', ref, internet, { channel: way.channel }, way.because);
    edges.emit(emit);
  },
});
