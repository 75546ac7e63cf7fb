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

const changed = (nodes: Node[]): Changes => ({
  nodes,
  edges: [] as Edge[],
  goneNodes: [],
  goneEdges: [],
  by: new Map(),
});

/** The same principal with one statement more, which names one bucket that nobody else names. */
function withOneMore(identity: Node, run: number): Node {
  const inline = (identity.props['inline'] ?? []) as object[];
  const more = {
    name: 'more',
    document: document(allow('s3:GetObject', `arn:aws:s3:::more-${run}/*`)),
  };
  return { ...identity, props: { ...identity.props, inline: [...inline, more] } };
}

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
      view.apply(changed([{ ...now, props: { ...now.props, ...turn(now, run) } }]));
      const started = performance.now();
      whole(view, ledger);
      return performance.now() - started;
    });
    // How many a statement of an organisation concerns is up to what it says: no goal fits all.
    const goal = kind === 'Policy' ? {} : { goal: { of: 'p95', atMost: 100 } as const };
    return [figure(`${what}: ${say}`, took, goal)];
  });
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
  const again = identities.slice(0, 20).map((identity, run) => {
    view.apply(changed([withOneMore(identity, run)]));
    const started = performance.now();
    whole(view, ledger);
    return performance.now() - started;
  });
  return {
    edges,
    figures: [
      figure(`${what}: whole`, took, { goal: { of: 'median', atMost: 5_000 } }),
      figure(`${what}: whole, processor time`, worked),
      figure(`${what}: one policy changed`, again, { goal: { of: 'p95', atMost: 100 } }),
      ...otherFigures(what, view, ledger),
    ],
  };
}

export default workload({
  name: 'access',
  doc: 'who may do what in an AWS account: from nothing, and after one policy, SCP, key or group changed',
  size: { nodes: 6_000, edges: 0 },
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
