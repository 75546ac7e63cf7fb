import type { Edge, Node } from '../graph/entity.ts';
import { edgeKindNames, type EdgeKind, type NodeKind } from '../graph/schema/index.ts';
import { edge, node } from '../test/graph/facts.ts';
import { pick, pickSkewed, random } from './random.ts';

export interface EstateSize {
  /** Nodes, about. */
  nodes: number;
  /** Walkable edges, about. */
  edges: number;
  seed: number;
}

/** Nodes, so that the numbers of a kind and two nodes are one exact number. */
const most = 10_000_000;

/** Share of each kind among the nodes of an account. */
const shares = {
  Identity: 0.32,
  DataStore: 0.3,
  Workload: 0.18,
  Secret: 0.08,
  Tool: 0.05,
  Endpoint: 0.03,
  Agent: 0.02,
  Credential: 0.012,
  KnowledgeBase: 0.005,
  McpServer: 0.003,
} satisfies Partial<Record<NodeKind, number>>;

type Kind = keyof typeof shares;
type Members = Record<Kind, string[]>;

/** Nodes of an account, on average. */
const accountSize = 2_500;
/** Of the endpoints, those that the internet reaches; of data, what is sensitive. */
const exposed = 0.15;
const sensitive = 0.04;
/** Of the grants, those that depend on a condition, and those to another account. */
const conditional = 0.08;
const across = 0.05;

/** Who may do what, beside what holds an account together: share of the remaining edges. */
const grants: readonly [share: number, kind: EdgeKind, to: Kind][] = [
  [0.5, 'CAN_READ', 'DataStore'],
  [0.16, 'CAN_WRITE', 'DataStore'],
  [0.08, 'CAN_READ', 'Secret'],
  [0.05, 'CAN_DELETE', 'DataStore'],
  [0.1, 'CAN_ASSUME', 'Identity'],
  [0.06, 'CAN_EXECUTE_ON', 'Workload'],
  [0.03, 'ESCALATES', 'Identity'],
  [0.02, 'CAN_REWRITE', 'Agent'],
];

const uidOf = (account: number, kind: string, i: number) =>
  `arn:aws:${kind.toLowerCase()}:eu-west-1:${100_000_000_000 + account}:${kind}/n${i}`;

/** Which edges were made, by numbers: the ids of millions would take more than the edges. */
class SeenEdges {
  readonly #numbers = new Map<string, number>();
  readonly #keys = new Set<number>();

  get size(): number {
    return this.#keys.size;
  }

  /** True where the edge is new. */
  add({ kind, from, to }: Edge): boolean {
    const key = (edgeKindNames.indexOf(kind) * most + this.#number(from)) * most + this.#number(to);
    const before = this.size;
    return this.#keys.add(key).size > before;
  }

  #number(uid: string): number {
    const known = this.#numbers.get(uid) ?? this.#numbers.size;
    if (known === this.#numbers.size) this.#numbers.set(uid, known);
    return known;
  }
}

/**
 * A believable estate of any size, the same for the same seed: accounts with identities, data,
 * workloads, agents and tools, degrees by a power law, some trust across accounts, a few entrances
 * from the internet. Nodes and edges are made as they are read, so that a large one fits in memory.
 */
export class SyntheticEstate {
  readonly #size: EstateSize;
  readonly #accounts: Members[] = [];

  constructor(size: EstateSize) {
    this.#size = size;
    const count = Math.max(1, Math.round(size.nodes / accountSize));
    for (let account = 0; account < count; account++) {
      const members = Object.entries(shares).map(([kind, share]) => {
        const length = Math.max(1, Math.round((size.nodes / count) * share));
        return [kind, Array.from({ length }, (_, i) => uidOf(account, kind, i))];
      });
      this.#accounts.push(Object.fromEntries(members) as Members);
    }
  }

  /** Uids of every node of a kind. */
  uidsOf(kind: Kind): string[] {
    return this.#accounts.flatMap((members) => members[kind]);
  }

  *nodes(): Iterable<Node> {
    const next = random(this.#size.seed);
    yield node('Internet', 'internet');
    for (const [account, members] of this.#accounts.entries()) {
      yield node('Account', `aws:${account}`);
      yield node('ResourceSet', `set:${account}/s3`);
      for (const [kind, uids] of Object.entries(members) as [Kind, string[]][])
        for (const uid of uids) yield node(kind, uid, propsOf(kind, next));
    }
  }

  *edges(): Iterable<Edge> {
    const next = random(this.#size.seed + 1);
    const seen = new SeenEdges();
    for (const [account, members] of this.#accounts.entries())
      for (const made of structure(account, members, next)) if (seen.add(made)) yield made;
    while (seen.size < this.#size.edges) {
      const made = this.#grant(next);
      if (made.from !== made.to && seen.add(made)) yield made;
    }
  }

  #grant(next: () => number): Edge {
    const home = pick(next, this.#accounts);
    const there = next() < across ? pick(next, this.#accounts) : home;
    let draw = next();
    const [, kind, to] = grants.find(([share]) => (draw -= share) < 0) ?? grants[0]!;
    const made = edge(kind, pickSkewed(next, home.Identity), pickSkewed(next, there[to]));
    return next() < conditional ? { ...made, conditional: true } : made;
  }
}

function propsOf(kind: NodeKind, next: () => number): Node['props'] {
  switch (kind) {
    case 'DataStore':
    case 'Secret':
    case 'KnowledgeBase':
      return next() < sensitive ? { sensitive: true } : {};
    case 'Tool':
      return { semantic: pick(next, ['read', 'read', 'write', 'generic-api', 'exec']) };
    case 'McpServer':
      return { auth: pick(next, ['none', 'oauth', 'jwt']) };
    default:
      return {};
  }
}

/** What holds an account together: where code runs, as whom, what agents call, what comes in. */
function* structure(account: number, members: Members, next: () => number): Iterable<Edge> {
  const any = (kind: Kind) => pick(next, members[kind]);
  for (const workload of members.Workload) yield edge('CAN_STEAL', workload, any('Identity'));
  for (const [i, endpoint] of members.Endpoint.entries()) {
    if (next() < exposed) yield edge('REACHES', 'internet', endpoint);
    if (i % 3 === 0) yield edge('PROMPTS', endpoint, any('Agent'));
    else yield edge('ROUTES_TO', endpoint, any('Workload'));
    if (i % 4 === 0)
      yield edge('EXPLOITS', endpoint, any('Workload'), {
        props: { epss: Math.round(next() * 1000) / 1000 },
      });
  }
  for (const agent of members.Agent) {
    for (let calls = 2 + Math.floor(next() * 4); calls > 0; calls--)
      yield edge('CAN_CALL', agent, any('Tool'), { props: { approval: next() < 0.1 } });
    if (next() < 0.5) yield edge('QUERIES', agent, any('KnowledgeBase'));
    if (next() < 0.3) yield edge('QUERIES', agent, any('DataStore'));
  }
  for (const tool of members.Tool) yield edge('SERVED_BY', tool, any('Workload'));
  for (const server of members.McpServer) yield edge('SERVES', server, any('Tool'));
  for (const credential of members.Credential) {
    yield edge('AUTHENTICATES', credential, any('Identity'));
    yield edge('REVEALS', any('Secret'), credential);
    yield edge('HOLDS', any('Workload'), credential);
  }
  for (const store of members.DataStore) yield edge('CONTAINS', `set:${account}/s3`, store);
  yield edge('CONTAINS', `aws:${account}`, `set:${account}/s3`);
  yield edge('ADMINISTERS', any('Identity'), `aws:${account}`);
  yield edge('CAN_READ', any('Identity'), `set:${account}/s3`);
}
