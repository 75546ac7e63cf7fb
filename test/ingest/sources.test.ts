import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { edgeId, type NodeClaim } from '../../graph/claim.ts';
import { detectSource, recordsOf } from '../../ingest/detect.ts';
import { mapRecord } from '../../ingest/map-record.ts';
import { placeOf } from '../../ingest/place.ts';
import { sources } from '../../ingest/registry.ts';

/**
 * A recorded example: a record as its maker wrote it, where it lay, and the facts that the record
 * states, written from the provider's documentation. Properties listed must be equal; others may be.
 */
interface Case {
  from: string;
  path: string;
  account?: string;
  region?: string;
  at?: number;
  record: unknown;
  expect: {
    nodes?: { kind: string; uid: string; props?: Record<string, unknown> }[];
    edges?: { kind: string; from: string; to: string; props?: Record<string, unknown> }[];
    /** Node uids or edge ids (`KIND|from|to`) that must not appear. */
    absent?: string[];
    complete?: string[];
    unresolved?: number;
    refused?: number;
    /** The whole record is refused, with a reason that holds this text. */
    refusedBecause?: string;
  };
}

const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));

function run(example: Case) {
  const origin = {
    ...placeOf(example.path),
    path: example.path,
    at: example.at ?? Date.UTC(2026, 0, 1),
    ...(example.account !== undefined && { account: example.account }),
    ...(example.region !== undefined && { region: example.region }),
  };
  const mapped = recordsOf(example.record).map((record, index) => {
    const source = detectSource(record, origin);
    return { source, ...mapRecord(source, record, `${example.path}#${index + 1}`, origin, 'key') };
  });
  const claims = mapped.flatMap((m) => m.claims);
  const nodes = new Map<string, NodeClaim>();
  for (const node of claims.flatMap((claim) => claim.nodes))
    nodes.set(node.uid, { ...node, props: { ...nodes.get(node.uid)?.props, ...node.props } });
  return {
    sources: new Set(mapped.map((m) => m.source.name)),
    nodes,
    edges: new Map(claims.flatMap((c) => c.edges).map((e) => [edgeId(e), e])),
    marks: mapped.flatMap((m) => m.marks.map(({ owner, scope }) => `${owner}|${scope}`)),
    unresolved: mapped.flatMap((m) => m.unresolved),
    refused: mapped.flatMap((m) => m.refused),
  };
}

describe.each(sources)('$name', ({ name }) => {
  const cases = existsSync(folder + name)
    ? readdirSync(folder + name).filter((file) => file.endsWith('.case.json'))
    : [];

  test('has recorded examples', () => {
    expect(cases, `test/ingest/fixtures/${name}/*.case.json`).not.toEqual([]);
  });

  test.each(cases)('%s', (file) => {
    const example = JSON.parse(readFileSync(`${folder}${name}/${file}`, 'utf8')) as Case;
    const { expect: wanted } = example;
    if (wanted.refusedBecause !== undefined) {
      expect(() => run(example)).toThrow(wanted.refusedBecause);
      return;
    }
    const result = run(example);
    expect([...result.sources]).toContain(name);
    for (const { kind, uid, props } of wanted.nodes ?? [])
      expect(result.nodes.get(uid), uid).toMatchObject({ kind, ...(props && { props }) });
    for (const { kind, from, to, props } of wanted.edges ?? [])
      expect(result.edges.get(`${kind}|${from}|${to}`), `${kind} ${from} ${to}`).toMatchObject({
        kind,
        ...(props && { props }),
      });
    for (const id of wanted.absent ?? [])
      expect(result.nodes.has(id) || result.edges.has(id), `${id} is absent`).toBe(false);
    if (wanted.complete) expect(result.marks.sort()).toEqual([...wanted.complete].sort());
    expect(result.unresolved, 'unresolved').toHaveLength(wanted.unresolved ?? 0);
    expect(result.refused, 'refused').toHaveLength(wanted.refused ?? 0);
  });
});
