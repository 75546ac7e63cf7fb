import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { canonical, edgeId, type Claim } from '../../../graph/claim.ts';
import { detectSource, recordsOf } from '../../../ingest/detect.ts';
import { mapRecord } from '../../../ingest/map-record.ts';
import { placeOf } from '../../../ingest/place.ts';
import terraform from '../../../ingest/sources/terraform/show.ts';

/**
 * Accounts of which both the answers of the AWS CLI and the Terraform state are known: the graph
 * must be the same, but for what one of them does not say. The files were evaluated from the same
 * Terraform code, and their README says by whom.
 */
const accounts = fileURLToPath(new URL('../../accounts/', import.meta.url));

/** What a state does not hold, or these states do not, and these answers do. */
const onlyAnswers = {
  nodes: [/^arn:aws:iam::aws:policy\//],
  props: [
    'createdAt',
    // The number of a policy's version, and how many there are.
    'Policy.version',
    // Defaults that the state was evaluated without.
    'Workload.state',
    'Workload.imdsVersion',
    'Workload.imdsHopLimit',
    'Workload.rootAccess',
  ],
};

/** What these answers leave out, and the states hold. */
const onlyStates = {
  nodes: [
    // Access keys, the start script, and the stages of APIs were not among the answers.
    /^cred:/,
    /\/restapis\/\w+\/stages\//,
  ],
  edges: [
    /\|cred:|^IN_ACCOUNT\|cred:/,
    /\/stages\//,
    // The subnets of a database stand in its subnet group.
    /^PART_OF_NETWORK\|arn:aws:rds:.*\|subnet-/,
  ],
  props: [
    'Workload.tags',
    'NetworkElement.tags',
    'NetworkElement.name',
    'DataStore.encryption',
    'DataStore.objectOwnership',
    'Identity.tags',
    // With the path of the method.
    'Endpoint.name',
  ],
};

/** Settings of which one side says less: what both say is equal. */
const partly = new Set(['Workload.config', 'Endpoint.config', 'NetworkElement.config']);

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json') && !/(expected|unresolved|notes)\.json$/.test(name))
    .map((name) => join(folder, name));

function claimsOf(path: string, account?: string): Claim[] {
  const place = account === undefined ? {} : { account, region: 'us-east-1' };
  return recordsOf(JSON.parse(readFileSync(path, 'utf8'))).flatMap((record) => {
    const origin = { ...placeOf(path), path, at: 0, ...place };
    return mapRecord(detectSource(record, origin), record, path, origin, 'key').claims;
  });
}

/** Lists in a fixed order: AWS and Terraform each have theirs. */
const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1))
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, ordered(inner)]))
      : value;

function graphOf(claims: readonly Claim[]) {
  const nodes = new Map<string, { kind: string; props: Record<string, unknown> }>();
  for (const { uid, kind, props } of claims.flatMap((claim) => claim.nodes))
    nodes.set(uid, { kind, props: { ...nodes.get(uid)?.props, ...props } });
  return { nodes, edges: new Set(claims.flatMap((claim) => claim.edges).map(edgeId)) };
}

const scenarios = [
  'aigoat-111122223333',
  'pathfinding-labs/merged-account-111122223333',
  ...readdirSync(join(accounts, 'pathfinding-labs/scenarios')).map(
    (name) => `pathfinding-labs/scenarios/${name}`,
  ),
].filter((name) => existsSync(join(accounts, name, 'terraform-show.json')));

/** The public function of one scenario lies in another account, and its answers in this one. */
const elsewhere = /^pathfinding-labs\/(merged|.*public-lambda-with-admin)/;
const misplaced =
  /aws:(444455556666|111122223333)$|hello-world-admin$|^ep:https:\/\/73f525d6c183bafd03d0e16a5185b330/;

/** The answers lost that this group lets in its own members. */
const lostSelf = 'sg-cf01e68410786c5d6';

describe.each(scenarios)('%s', (name) => {
  const account = /\d{12}/.exec(name)?.[0] ?? '111122223333';
  const files = filesIn(join(accounts, name));
  const state = files.filter((path) => path.endsWith('terraform-show.json'));
  const answers = graphOf(
    files.filter((path) => !state.includes(path)).flatMap((path) => claimsOf(path, account)),
  );
  const code = graphOf(state.flatMap((path) => claimsOf(path)));
  const other = (id: string) => elsewhere.test(name) && misplaced.test(id);
  const missing = (from: Iterable<string>, to: { has(id: string): boolean }, known: RegExp[]) =>
    [...from].filter((id) => !to.has(id) && !other(id) && !known.some((k) => k.test(id)));

  test('has the same nodes', () => {
    expect(answers.nodes.size).toBeGreaterThan(0);
    expect(missing(answers.nodes.keys(), code.nodes, onlyAnswers.nodes)).toEqual([]);
    expect(missing(code.nodes.keys(), answers.nodes, onlyStates.nodes)).toEqual([]);
  });

  test('has the same edges', () => {
    expect(missing(answers.edges, code.edges, [])).toEqual([]);
    expect(missing(code.edges, answers.edges, onlyStates.edges)).toEqual([]);
  });

  test('says the same of each', () => {
    const differences: string[] = [];
    for (const [uid, { kind, props }] of answers.nodes) {
      const told = code.nodes.get(uid)?.props;
      if (!told || other(uid) || uid === lostSelf) continue;
      expect(code.nodes.get(uid)?.kind).toBe(kind);
      for (const key of new Set([...Object.keys(props), ...Object.keys(told)])) {
        const field = `${kind}.${key}`;
        const [a, b] = [ordered(props[key]), ordered(told[key])];
        if (canonical(a) === canonical(b) || onlyAnswers.props.includes(key)) continue;
        if (onlyAnswers.props.includes(field) && b === undefined) continue;
        if (field === 'Policy.version' || onlyStates.props.includes(field)) continue;
        if (partly.has(field)) {
          const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
          const both = Object.keys(left).filter((inner) => right[inner] !== undefined);
          if (both.every((inner) => canonical(left[inner]) === canonical(right[inner]))) continue;
        }
        differences.push(`${uid} ${field}: ${canonical(a)} and ${canonical(b)}`);
      }
    }
    expect(differences).toEqual([]);
  });

  test('all that a state says has its own owner', () => {
    const owners = state.flatMap((path) => claimsOf(path)).map(({ owner }) => owner);
    expect(owners.every((owner) => owner.startsWith('terraform:'))).toBe(true);
  });
});

test('what a newer state of the same file no longer holds stops counting, other states stay', () => {
  const show = { format_version: '1.0', terraform_version: '1.9.0', values: { root_module: {} } };
  const bucket = {
    mode: 'managed',
    type: 'aws_s3_bucket',
    address: 'aws_s3_bucket.b',
    values: { bucket: 'b', arn: 'arn:aws:s3:::b' },
  };
  const root_module = { resources: [bucket] };
  const origin = { path: 'a/state.json', at: 5, account: '111122223333', region: 'us-east-1' };
  const map = (path: string) =>
    mapRecord(terraform, { ...show, values: { root_module } }, 'x#1', { ...origin, path }, 'key');
  const [first, second] = [map('a/state.json'), map('b/state.json')];
  expect(first.marks).toEqual([
    { owner: 'terraform:111122223333/s3', scope: 'show@a/state.json', startedAt: 5 },
  ]);
  expect(first.claims.map(({ scope }) => scope)).toEqual(['show@a/state.json']);
  expect(second.marks[0]?.scope).not.toBe(first.marks[0]?.scope);
});

test.each([
  ['stores-and-keys', 'hunter2'],
  ['groups-and-unknown-types', 'wJalrXUtnFEMI'],
  ['plan-before-applying', 'sk-proj-a1B2'],
])('secrets that a state holds are not kept: %s', (name, secret) => {
  const url = new URL(`../fixtures/terraform.show/${name}.case.json`, import.meta.url);
  const text = readFileSync(url, 'utf8');
  const { record, path } = JSON.parse(text) as { record: unknown; path: string };
  const origin = { path, at: 0, account: '111122223333', region: 'us-east-1' };
  expect(text).toContain(secret);
  const mapped = mapRecord(terraform, record, 'x#1', origin, 'key');
  expect(mapped.claims.length).toBeGreaterThan(0);
  expect(JSON.stringify(mapped)).not.toContain(secret);
});
