import type { Edge, Node } from '../entity.ts';
import { edgeKindNames, edgeKinds, type NodeKind } from '../schema/index.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

/** Kinds of which telemetry may know another name than configuration. */
const kinds = ['Identity', 'Tool', 'Endpoint'] as const satisfies readonly NodeKind[];
type Kind = (typeof kinds)[number];

/** True where runtime speaks of a node and no configuration describes it. */
const onlySeen = ({ stub, lastSeen, evidence }: Node) =>
  stub ||
  (lastSeen !== undefined &&
    evidence.every(({ mode, owner }) => mode === 'seen' || owner.startsWith('derive/')));

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Name of a principal without its path; sessions and key events leave the path out. */
const principal = /^(arn:[^:]*:iam::\d{12}:(?:role|user)\/)(?:.*\/)?([^/]+)$/;

/** Verb at the end of the id of a method or route; a trace tells the path alone. */
const verb = /#[A-Z]+$/;

function endpointKey({ uid, props }: Node): string {
  const config = props['config'] as { type?: unknown; path?: unknown } | undefined;
  if (text(config?.path) === '') return uid.replace(verb, '');
  const origin = /^ep:[a-z]+:\/\/[^/]+/.exec(uid)?.[0] ?? uid;
  return origin + text(config?.path).replace(/\/$/, '');
}

/** What a node and the one that stands for it have in common; null where nothing can be told. */
const keyOf: Readonly<Record<Kind, (node: Node) => string | null>> = {
  Identity({ uid }) {
    const [, place, name] = principal.exec(uid) ?? [];
    return place === undefined || name === undefined ? null : place + name;
  },
  Tool({ uid, props }) {
    const owner = /^tool:(.*)#[^#]*$/.exec(uid)?.[1];
    const name = text(props['name']);
    return owner === undefined || name === '' ? null : `${owner}#${name}`;
  },
  Endpoint: endpointKey,
};

/** The node that configuration describes, by each that stands for it; none where two would do. */
function canonical(view: View, kind: Kind): Map<string, string> {
  const described = new Map<string, Set<string>>();
  const standIns: [string, string][] = [];
  for (const node of view.nodesOf(kind)) {
    const key = keyOf[kind](node);
    if (key === null) continue;
    if (onlySeen(node)) standIns.push([node.uid, key]);
    else described.set(key, (described.get(key) ?? new Set()).add(node.uid));
  }
  return new Map(
    standIns.flatMap(([uid, key]) => {
      const [only, other] = described.get(key) ?? [];
      return only !== undefined && other === undefined ? [[uid, only] as const] : [];
    }),
  );
}

const touchesKinds = ({ from, to }: { from: readonly string[]; to: readonly string[] }) =>
  kinds.some((kind) => from.includes(kind) || to.includes(kind));

/**
 * Telemetry names some things otherwise than configuration: a role without its path, a tool without
 * its action group, a route without its verb. What was seen of such a name was seen of the one thing
 * that it can mean.
 */
export default derivation({
  name: 'runtime-stand-ins',
  doc: 'What was seen under another name, carried over to what configuration describes.',
  after: [],
  reads: { nodes: kinds, edges: edgeKindNames.filter((kind) => touchesKinds(edgeKinds[kind])) },
  index: (view) => ({
    view,
    meant: new Map(kinds.flatMap((kind) => [...canonical(view, kind)])),
  }),
  subjects: ({ meant }) => meant.keys(),
  derive(uid, { view, meant }, emit) {
    const endOf = (id: string) => view.node(meant.get(id) ?? id);
    const seen = ({ lastSeen }: Edge) => lastSeen !== undefined;
    // An edge between two stand-ins is that of its start, so that it is carried over once.
    const arriving = view.in(uid).filter(({ from }) => !meant.has(from));
    for (const edge of [...view.out(uid), ...arriving].filter(seen)) {
      const [from, to] = [endOf(edge.from), endOf(edge.to)];
      if (!from || !to || from === to) continue;
      const { firstSeen, lastSeen, count, props } = edge;
      const observation = { seenFirst: firstSeen, seenLast: lastSeen, seenCount: count ?? 1 };
      emit.edge(edge.kind, from, to, { ...props, ...observation }, []);
    }
  },
});
