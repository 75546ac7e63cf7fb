import type { Cause } from '../claim.ts';
import type { Edge, Node } from '../entity.ts';
import type { EdgePropsOf } from '../schema/index.ts';
import { nameOf, type View } from '../view.ts';
import { derivation } from './derivation.ts';

interface Weakness {
  node: Node;
  /** Id of the node that a scanner found it on. */
  on: string;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const number = (value: unknown) => (typeof value === 'number' ? value : 0);

/**
 * Whether a CVSS vector says: over the network, without privileges or a user's help (CVSS v3.1 and
 * v4.0, "Exploitability metrics"; v2.0, "Access vector" and "Authentication").
 */
export const isRemote = (vector: string): boolean =>
  /(^|\/)AV:N(\/|$)/.test(vector) &&
  (/(^|\/)PR:N(\/|$)/.test(vector)
    ? /(^|\/)UI:N(\/|$)/.test(vector)
    : /(^|\/)Au:N(\/|$)/.test(vector));

/** What a workload loads, and what it runs on: a weakness of any is one of the workload. */
const carriers = (view: View, uid: string) => [
  uid,
  ...view.in(uid, 'LOADED_BY').map(({ from }) => from),
];

function weaknesses(view: View, uid: string): Weakness[] {
  return carriers(view, uid)
    .flatMap((on) => view.out(on, 'HAS_VULN'))
    .filter(({ props }) => props['reachable'] !== false)
    .flatMap(({ from, to }) => {
      const node = view.node(to);
      return node && isRemote(text(node.props['vector'])) ? [{ node, on: from }] : [];
    })
    .sort((a, b) => (a.node.uid < b.node.uid ? -1 : 1));
}

/** What it runs on, at most so many steps down: a service on its task definition. */
const depth = 3;

function machinesOf(view: View, uid: string, steps = depth): string[] {
  if (steps === 0) return [uid];
  const below = view.out(uid, 'RUNS_ON').map(({ to }) => to);
  return [uid, ...below.flatMap((next) => machinesOf(view, next, steps - 1))];
}

const hasIdentity = (view: View, uid: string) =>
  machinesOf(view, uid).some((machine) => view.out(machine, 'ACTS_AS').length > 0);

/** Workloads whose code answers at an endpoint. */
function codeBehind(view: View, endpoint: string): string[] {
  const behind = view.out(endpoint, 'ROUTES_TO').flatMap(({ to }) => {
    const kind = view.node(to)?.kind;
    if (kind === 'Workload') return [to];
    // A service or tool server is code; an agent is not, and takes prompts instead.
    return kind === 'Service' || kind === 'McpServer'
      ? view.out(to, 'RUNS_ON').map((edge) => edge.to)
      : [];
  });
  return [...new Set(behind)];
}

/** Whether the endpoint takes what nobody was asked for; 'unsure' where the service may ask itself. */
function takesAnything(endpoint: Node, reached: readonly Edge[]): boolean | 'unsure' {
  if (reached.length === 0) return false;
  const { authn } = endpoint.props;
  if (authn === 'none') return true;
  return authn === 'unknown' || authn === undefined ? 'unsure' : false;
}

const exploitCause = ({ node, on }: Weakness, view: View): Cause => ({
  id: `${on}#vulnerability:${node.uid}`,
  type: 'vulnerability',
  holder: on,
  say: `${nameOf(view.node(on) ?? { uid: on, props: {} })} has ${node.uid}, which needs no login`,
});

function edgeTo(view: View, endpoint: Node, uid: string) {
  const found = weaknesses(view, uid);
  const open = hasIdentity(view, uid)
    ? takesAnything(endpoint, view.in(endpoint.uid, 'REACHES'))
    : false;
  if (found.length === 0 && open === false) return null;
  const because = found.map((weakness) => [exploitCause(weakness, view)]);
  if (open !== false)
    because.push([
      {
        id: `${uid}#code`,
        type: 'code',
        holder: uid,
        say: `the code of ${nameOf(view.node(uid) ?? { uid, props: {} })} takes input from anybody and holds an identity`,
      },
    ]);
  const [first] = [...found].sort(
    (a, b) =>
      Number(b.node.props['kev'] === true) - Number(a.node.props['kev'] === true) ||
      number(b.node.props['epss']) - number(a.node.props['epss']) ||
      (a.node.uid < b.node.uid ? -1 : 1),
  );
  const props: EdgePropsOf<'EXPLOITS'> = first
    ? {
        vulnerability: first.node.uid,
        kev: first.node.props['kev'] === true,
        epss: number(first.node.props['epss']),
      }
    : {
        inferred: true,
        note: 'Assumed: the code was not examined. Whether its input can steer it is not known.',
        ...(open === 'unsure' && {
          conditional: true,
          conditionKeys: [`whether ${endpoint.uid} asks who calls`],
        }),
      };
  return { props, because };
}

/**
 * Where a request may run code. A known weakness that needs no login says so; that code which takes
 * anybody's input and holds an identity can be turned is an assumption, and marked as one.
 */
export default derivation({
  name: 'exposed-code',
  doc: 'Where a request from the network may run code: by a known vulnerability, or, inferred, because nobody is asked.',
  after: ['network-exposure', 'request-routing', 'instance-identity'],
  reads: {
    nodes: ['Endpoint', 'Workload', 'Vulnerability'],
    edges: ['REACHES', 'ROUTES_TO', 'RUNS_ON', 'ACTS_AS', 'HAS_VULN', 'LOADED_BY'],
  },
  index: (view) => view,
  *subjects(view) {
    for (const { uid, stub } of view.nodesOf('Endpoint')) if (!stub) yield uid;
  },
  derive(uid, view, emit) {
    const endpoint = view.node(uid);
    for (const workload of endpoint ? codeBehind(view, uid) : []) {
      const found = endpoint ? edgeTo(view, endpoint, workload) : null;
      if (!found) continue;
      const [from, to] = [
        { kind: 'Endpoint', uid } as const,
        { kind: 'Workload', uid: workload } as const,
      ];
      emit.edge('EXPLOITS', from, to, found.props, found.because);
    }
  },
});
