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
import { figure } from '../measure.ts';
import { pick, random } from '../random.ts';
import { workload } from '../workload.ts';

const account = '111122223333';
const other = '444455556666';
const regions = ['eu-west-1', 'us-east-1'] as const;
const teams = 40;
const real = new URL(
  '../../test/accounts/pathfinding-labs/merged-account-111122223333',
  import.meta.url,
).pathname;

/** Everything that says who may do what; the first also spells data-plane actions out. */
const derivations = [awsAccess, awsTrust, awsAdmin, awsEscalation] as readonly Derivation[];

type Next = () => number;

const node = (kind: Node['kind'], uid: string, props: Node['props']): Node => ({
  kind,
  uid,
  stub: false,
  props: { account, ...props },
  evidence: [],
});

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const grant = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

const onlyTls = (uid: string) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [uid, `${uid}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** Kinds of resources with their share of the whole, and what one looks like. */
const kinds: readonly (readonly [share: number, make: (name: string, next: Next) => Node])[] = [
  [
    0.32,
    (name, next) => {
      const uid = `arn:aws:s3:::${name}`;
      const lets = { ...grant('s3:GetObject', `${uid}/*`), Principal: { AWS: other } };
      const policy =
        next() < 0.3 ? { policy: document(onlyTls(uid), ...(next() < 0.1 ? [lets] : [])) } : {};
      const tags = { team: team(next) };
      return node('DataStore', uid, {
        type: 's3-bucket',
        region: pick(next, regions),
        tags,
        ...policy,
      });
    },
  ],
  [0.2, (name, next) => stored('dynamodb', `table/${name}`, 'dynamodb-table', next)],
  [0.1, (name, next) => stored('sqs', name, 'sqs-queue', next)],
  [0.06, (name, next) => stored('logs', `log-group:/aws/${name}`, 'log-group', next)],
  [
    0.1,
    (name, next) =>
      node('Secret', arnOf('secretsmanager', `secret:${name}`, next), { type: 'secretsmanager' }),
  ],
  [
    0.04,
    (name, next) =>
      node('Secret', arnOf('ssm', `parameter/${name}`, next), { type: 'ssm-parameter' }),
  ],
  [
    0.14,
    (name, next) => node('Workload', arnOf('lambda', `function:${name}`, next), { type: 'lambda' }),
  ],
  [0.02, (name, next) => node('Agent', arnOf('bedrock', `agent/${name}`, next), {})],
  [
    0.02,
    (name, next) => node('KnowledgeBase', arnOf('bedrock', `knowledge-base/${name}`, next), {}),
  ],
];

const arnOf = (service: string, resource: string, next: Next) =>
  `arn:aws:${service}:${pick(next, regions)}:${account}:${resource}`;
const stored = (service: string, resource: string, type: string, next: Next) =>
  node('DataStore', arnOf(service, resource, next), { type });

const team = (next: Next) => `team-${Math.floor(next() * teams)}`;

/** What principals are given, with how often: narrow grants mostly, as in real accounts. */
const grants: readonly (readonly [
  often: number,
  make: (next: Next, all: readonly Node[]) => object,
])[] = [
  [
    0.4,
    (next, all) => {
      const named = Array.from({ length: 4 }, () => pick(next, all).uid);
      return grant(
        ['s3:GetObject', 's3:PutObject', 'dynamodb:*Item', 'sqs:*Message', 'secretsmanager:Get*'],
        named.flatMap((uid) => [uid, `${uid}/*`]),
      );
    },
  ],
  [0.2, (next) => grant(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::${team(next)}-*/*`)],
  [0.1, (next) => grant('dynamodb:*', `arn:aws:dynamodb:*:*:table/${team(next)}-*`)],
  [0.1, (next) => grant('lambda:*', `arn:aws:lambda:*:*:function:${team(next)}-*`)],
  [0.05, () => grant('s3:Get*', '*')],
  [
    0.04,
    (next) =>
      grant('s3:*', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': team(next) } } }),
  ],
  [0.03, () => grant(['sqs:*', 'logs:*'], '*')],
  [0.01, () => grant(['iam:PassRole', 'lambda:*'], '*')],
  [
    0.03,
    (next) => ({
      ...grant('secretsmanager:*', `arn:aws:secretsmanager:*:*:secret:${team(next)}-*`),
      Effect: 'Deny',
    }),
  ],
  [0.01, () => grant('*', '*')],
  [0.01, () => grant('bedrock:*', '*')],
];

function drawn<T>(next: Next, table: readonly (readonly [number, T])[]): T {
  let left = next() * table.reduce((sum, [share]) => sum + share, 0);
  for (const [share, item] of table) if ((left -= share) <= 0) return item;
  return (table[0] as readonly [number, T])[1];
}

/** An account of users and roles, teams' policies, and resources of every common kind. */
function made(principals: number, resources: number, seed: number): View {
  const next = random(seed);
  const all = kinds.flatMap(([share, make]) =>
    Array.from({ length: Math.round(share * resources) }, (_, i) =>
      make(`${team(next)}-${i}`, next),
    ),
  );
  const shared = Array.from({ length: 60 }, (_, i) =>
    node('Policy', `arn:aws:iam::${account}:policy/shared-${i}`, {
      type: 'identity',
      document: document(...Array.from({ length: 3 }, () => drawn(next, grants)(next, all))),
    }),
  );
  const trust = (service: string) =>
    document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } });
  const identities = Array.from({ length: principals }, (_, i) => {
    const role = i % 5 < 3;
    const attached = Array.from({ length: Math.floor(next() * 3) }, () => pick(next, shared).uid);
    if (next() < 0.03) attached.push('arn:aws:iam::aws:policy/ReadOnlyAccess');
    const statements = Array.from({ length: 1 + Math.floor(next() * 3) }, () =>
      drawn(next, grants)(next, all),
    );
    return node('Identity', `arn:aws:iam::${account}:${role ? 'role' : 'user'}/p-${i}`, {
      subtype: role ? 'role' : 'user',
      attached,
      inline: [{ name: 'own', document: document(...statements) }],
      tags: {},
      ...(next() < 0.1 && { boundary: pick(next, shared).uid }),
      ...(role && {
        trust: trust(
          pick(next, ['lambda.amazonaws.com', 'ec2.amazonaws.com', 'ecs-tasks.amazonaws.com']),
        ),
      }),
    });
  });
  return new View([...all, ...shared, ...identities]);
}

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
    document: document(grant('s3:GetObject', `arn:aws:s3:::more-${run}/*`)),
  };
  return { ...identity, props: { ...identity.props, inline: [...inline, more] } };
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
    ],
  };
}

export default workload({
  name: 'access',
  doc: 'who may do what in an AWS account: from nothing, and after one policy changed',
  size: { nodes: 6_000, edges: 0 },
  async run({ nodes, seed }) {
    const principals = Math.round(nodes / 6);
    const resources = nodes - principals;
    const generated = measured('generated', made(principals, resources, seed), 3);
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
