import { readFileSync } from 'node:fs';
import awsAccess from '../../graph/derive/aws-access.ts';
import awsAdmin from '../../graph/derive/aws-admin.ts';
import awsEscalation from '../../graph/derive/aws-escalation.ts';
import awsTrust from '../../graph/derive/aws-trust.ts';
import type { Derivation } from '../../graph/derive/derivation.ts';
import { catchUp, type DerivedLedger } from '../../graph/derive/settle.ts';
import type { Edge, Node } from '../../graph/entity.ts';
import { openEmbedded } from '../../graph/store/embedded.ts';
import { View } from '../../graph/view.ts';
import type { Changes } from '../../graph/workspace.ts';
import { write } from '../../graph/write.ts';
import { ingestPaths } from '../../ingest/ingest.ts';
import { account, allow, deny, document } from '../../test/graph/statements.ts';
import { awsAccount } from '../aws-account.ts';
import { figure } from '../measure.ts';
import { workload } from '../workload.ts';

const real = new URL(
  '../../test/accounts/pathfinding-labs/merged-account-111122223333',
  import.meta.url,
).pathname;

/** Everything that says who may do what; the first also spells data-plane actions out. */
const derivations = [awsAccess, awsTrust, awsAdmin, awsEscalation] as readonly Derivation[];

async function collected(): Promise<View> {
  const store = await openEmbedded();
  try {
    await ingestPaths([real], (claims, marks) => write(store, claims, marks), {
      key: 'bench',
      at: Date.UTC(2026, 0, 1),
      base: real,
    });
    return await View.load(store);
  } finally {
    await store.close();
  }
}

/** Edges that follow, from nothing known. */
function whole(view: View, ledger: DerivedLedger): number {
  let edges = 0;
  for (const derivation of derivations)
    for (const claim of catchUp(derivation, view, ledger, 1)) edges += claim.edges.length;
  return edges;
}

const changed = (nodes: Node[], goneNodes: string[] = []): Changes => ({
  nodes,
  edges: [] as Edge[],
  goneNodes,
  goneEdges: [],
  by: new Map(),
});

/** Milliseconds that it takes to catch up with a change. */
function caughtUp(view: View, ledger: DerivedLedger, change: Changes): number {
  view.apply(change);
  const started = performance.now();
  whole(view, ledger);
  return performance.now() - started;
}

const withProps = (node: Node, props: Node['props']): Node => ({
  ...node,
  props: { ...node.props, ...props },
});

/** The same principal with one statement more, which names one bucket that nobody else names. */
function withOneMore(identity: Node, run: number): Node {
  const inline = (identity.props['inline'] ?? []) as object[];
  const more = {
    name: 'more',
    document: document(allow('s3:GetObject', `arn:aws:s3:::more-${run}/*`)),
  };
  return withProps(identity, { inline: [...inline, more] });
}

/** What a change of one thing is held against. */
const soon = { goal: { of: 'p95', atMost: 100 } } as const;

type Statements = (document: unknown) => unknown;

/** A document with one statement more, the last of the runs before left out. */
const oneMore =
  (more: object): Statements =>
  (known) => {
    const { Statement = [] } = (known ?? {}) as { Statement?: object[] };
    const others = Statement.filter((one) => !('Sid' in one && one.Sid === 'More'));
    return document(...others, { Sid: 'More', ...more });
  };

/** Nodes of what else decides, each after a change that concerns some: a service, or whom it names. */
const others: readonly (readonly [
  what: string,
  kind: Node['kind'],
  turn: (node: Node, run: number) => Node['props'],
])[] = [
  [
    'one SCP changed',
    'Policy',
    ({ props }, run) => ({
      document: oneMore(deny('bedrock:Retrieve', `arn:aws:bedrock:*:*:knowledge-base/*${run}`))(
        props['document'],
      ),
    }),
  ],
  [
    'one key changed',
    'EncryptionKey',
    ({ props }, run) => ({
      policy: oneMore({
        ...allow('kms:Decrypt', '*'),
        Principal: { AWS: `arn:aws:iam::${account}:role/p-${run * 5}` },
      })(props['policy']),
    }),
  ],
  [
    'one group changed',
    'Group',
    (_, run) => ({
      inline: [{ name: 'g', document: document(allow('s3:GetObject', `arn:aws:s3:::g-${run}/*`)) }],
    }),
  ],
];

const isOwn = ({ kind, props }: Node) => kind !== 'Policy' || props['type'] === 'scp';

/** What it takes to catch up with one such change. */
function otherFigures(what: string, view: View, ledger: DerivedLedger) {
  return others.flatMap(([say, kind, turn]) => {
    const nodes = [...view.nodesOf(kind)].filter((node) => !node.stub && isOwn(node));
    if (nodes.length === 0) return [];
    const took = Array.from({ length: 20 }, (_, run) => {
      const before = nodes[run % nodes.length] as Node;
      const now = view.node(before.uid) ?? before;
      return caughtUp(view, ledger, changed([withProps(now, turn(now, run))]));
    });
    // How many a statement of an organisation concerns is up to what it says: no goal fits all.
    return [figure(`${what}: ${say}`, took, kind === 'Policy' ? {} : soon)];
  });
}

/** What is asked for by the effects of the tables. */
const resourceKinds = [
  'DataStore',
  'Secret',
  'Workload',
  'Agent',
  'KnowledgeBase',
] as const satisfies Node['kind'][];

/** So many of some, from one end to the other. */
const some = <T>(all: readonly T[], count = 20): T[] =>
  all.filter((_, at) => at % Math.ceil(all.length / count) === 0);

const described = (view: View, kind: Node['kind']) =>
  [...view.nodesOf(kind)].filter(({ stub }) => !stub);

/** What it takes to catch up with what goes, comes and is set otherwise. */
function comingFigures(what: string, view: View, ledger: DerivedLedger) {
  const resources = resourceKinds.flatMap((kind) => described(view, kind));
  const principals = described(view, 'Identity');
  const roles = principals.filter(({ uid }) => uid.includes(':role/'));
  const catchUpWith = (change: Changes) => caughtUp(view, ledger, change);
  const gone = (node: Node) => catchUpWith(changed([], [node.uid]));
  const here = (node: Node) => catchUpWith(changed([node]));
  const both = (say: string, nodes: readonly Node[]) => {
    const times = nodes.map((node) => [gone(node), here(node)] as const);
    return [
      figure(
        `${what}: one ${say} removed`,
        times.map(([away]) => away),
        soon,
      ),
      figure(
        `${what}: one ${say} added`,
        times.map(([, back]) => back),
        soon,
      ),
    ];
  };
  const tagged = some(roles).map((role, run) => here(withProps(role, { tags: { run: `${run}` } })));
  const accounts = described(view, 'Account');
  const blocked = Array.from({ length: 20 }, (_, run) => {
    const account = view.node(accounts[run % accounts.length]?.uid ?? '');
    const publicAccessBlock = { RestrictPublicBuckets: run % 2 === 0 };
    return account ? here(withProps(account, { publicAccessBlock })) : 0;
  });
  return [
    ...both('resource', some(resources)),
    ...both('principal', some(principals)),
    figure(`${what}: tags of one role changed`, tagged, soon),
    figure(`${what}: public access blocked, or no longer`, blocked, soon),
  ];
}

function measured(what: string, view: View, runs: number) {
  const took: number[] = [];
  const worked: number[] = [];
  let ledger: DerivedLedger = new Map();
  let edges = 0;
  for (let run = 0; run < runs; run++) {
    ledger = new Map();
    const started = performance.now();
    const before = process.cpuUsage();
    edges = whole(view, ledger);
    took.push(performance.now() - started);
    worked.push(process.cpuUsage(before).user / 1000);
  }
  const identities = [...view.nodesOf('Identity')].filter(
    ({ props, stub }) => !stub && props['inline'] !== undefined,
  );
  const again = identities
    .slice(0, 20)
    .map((identity, run) => caughtUp(view, ledger, changed([withOneMore(identity, run)])));
  return {
    edges,
    figures: [
      figure(`${what}: whole`, took, { goal: { of: 'median', atMost: 5_000 } }),
      figure(`${what}: whole, processor time`, worked),
      figure(`${what}: one policy changed`, again, soon),
      ...otherFigures(what, view, ledger),
      ...comingFigures(what, view, ledger),
    ],
  };
}

export default workload({
  name: 'access',
  doc: 'who may do what in an AWS account: from nothing, and after one policy, SCP, key, group, resource, principal, tag or setting changed',
  size: { nodes: 6_000, edges: 0 },
  why: 'A bucket concerns all who may read every bucket, here more than a quarter of the principals: some buckets have keys of their own, so that for each of them the grant is spelled out.',
  async run({ nodes, seed }) {
    const principals = Math.round(nodes / 6);
    const resources = nodes - principals;
    const generated = measured('generated', awsAccount(principals, resources, seed), 3);
    const view = await collected();
    const merged = measured('real', view, 5);
    const peak =
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
    return {
      on: { principals, resources, edges: generated.edges, 'real edges': merged.edges },
      figures: [
        ...generated.figures,
        ...merged.figures,
        figure('peak of the process', [peak], { unit: 'MB', goal: { of: 'median', atMost: 1024 } }),
      ],
    };
  },
});
