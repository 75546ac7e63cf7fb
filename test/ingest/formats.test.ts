import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Claim } from '../../graph/claim.ts';
import { documentsOf } from '../../ingest/documents.ts';
import { filesOf } from '../../ingest/files.ts';
import { ingestPaths } from '../../ingest/ingest.ts';
import { refusals, silent, type Explained } from './refusals.ts';

const pathOf = (folder: string) =>
  fileURLToPath(new URL(folder.startsWith('formats/') ? folder : `../${folder}/`, import.meta.url));
const isText = (path: string) => /\.(md|txt)$/.test(path);
const collected = Date.UTC(2026, 0, 1);

async function ingest(folder: string) {
  const base = pathOf(folder);
  const claims: Claim[] = [];
  const sink = (some: Claim[]) => {
    claims.push(...some);
    return Promise.resolve({ unchanged: 0 });
  };
  const report = await ingestPaths([base], sink, { key: 'key', at: collected, base });
  const rejected = report.rejected.filter(({ path }) => !isText(path));
  return { base, claims, report, rejected };
}

const explains = ({ path, reason }: Explained, refused: { path: string; reason: string }) =>
  path.test(refused.path) && reason.test(refused.reason);

const folders = Object.entries<readonly Explained[]>(refusals);

test.each(folders)(
  '%s: every record is read, or refused for a reason that is right',
  async (folder, known) => {
    const { rejected, report } = await ingest(folder);
    expect(report.records).toBeGreaterThan(0);
    expect(rejected.filter((one) => !known.some((entry) => explains(entry, one)))).toEqual([]);
    const idle = known.filter((entry) => !rejected.some((one) => explains(entry, one)));
    expect(idle, 'an explanation that explains nothing').toEqual([]);
  },
);

test.each(folders.map(([folder]) => folder as keyof typeof refusals))(
  '%s: what is read gives claims',
  async (folder) => {
    const { base, claims, rejected } = await ingest(folder);
    const told = new Set([
      ...claims.map(({ evidence }) => evidence.record.replace(/#\d+$/, '')),
      ...rejected.map(({ path }) => path),
    ]);
    const quiet: string[] = [];
    for await (const { path } of filesOf([base]))
      if (!isText(path) && !told.has(relative(base, path))) quiet.push(relative(base, path));
    const known = silent[folder] ?? [];
    expect(quiet.filter((path) => !known.some(([pattern]) => pattern.test(path)))).toEqual([]);
    const idle = known.filter(([pattern]) => !quiet.some((path) => pattern.test(path)));
    expect(idle, 'a silence that does not occur').toEqual([]);
  },
);

/** Names of fields whose text is a secret; ids of keys are none. */
const secretField =
  /^(secret_?access_?key|session_?token|.*password|secret_?string|client_?secret|api_?key)$/i;
const hidden = /redact|^\*+$|HIDDEN|^(true|false|string|foo|null)$|^.{0,5}$/i;

/** Secrets anywhere in a document, also in documents within its texts. */
function secretsIn(value: unknown, field = ''): string[] {
  if (typeof value === 'string') {
    const within = value.startsWith('{') ? secretsIn(parsed(value)) : [];
    return secretField.test(field) && !hidden.test(value) ? [value, ...within] : within;
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    secretsIn(inner, Array.isArray(value) ? field : name),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

test('no secret of any file reaches a claim', async () => {
  const secrets = new Set<string>();
  const texts: string[] = [];
  for (const [folder] of folders) {
    const { base, claims } = await ingest(folder);
    texts.push(JSON.stringify(claims));
    for await (const file of filesOf([base])) {
      if ('reason' in file || isText(file.path)) continue;
      for await (const part of documentsOf(await file.open()))
        if ('document' in part) for (const secret of secretsIn(part.document)) secrets.add(secret);
    }
  }
  expect(
    [...secrets].some((secret) => secret.startsWith('IQoJb3')),
    'a session token',
  ).toBe(true);
  expect([...secrets]).toContain('SomePassword');
  const leaked = [...secrets].filter((secret) =>
    texts.some((text) => text.includes(JSON.stringify(secret).slice(1, -1))),
  );
  expect(leaked).toEqual([]);
});

const wrapped = fileURLToPath(new URL('formats/aws-events/panther-tests/', import.meta.url));

/** The records that tests of detection rules wrap, one a line, below a folder named as an account. */
function unwrap(name: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'cutset-formats-')), '123456789012');
  mkdirSync(folder);
  const lines = readFileSync(join(wrapped, name), 'utf8').split('\n').filter(Boolean);
  const records = lines.map((line) => JSON.stringify((JSON.parse(line) as { log: unknown }).log));
  writeFileSync(join(folder, name), records.join('\n'));
  return folder;
}

test.each<[name: string, refused: RegExp[]]>([
  // Two of its events were stripped of their time, without which nothing can be placed.
  ['cloudtrail-dev.jsonl', [/^eventTime: not a time: "redacted"$/, /eventTime: Invalid input/]],
  ['bedrock-model-invocation.jsonl', []],
  ['guardduty.jsonl', []],
])('%s: what is wrapped there is read', async (name, refused) => {
  const folder = unwrap(name);
  try {
    const claims: Claim[] = [];
    const sink = (some: Claim[]) => {
      claims.push(...some);
      return Promise.resolve({ unchanged: 0 });
    };
    const { records, rejected } = await ingestPaths([folder], sink, { key: 'key' });
    expect(rejected.map(({ reason }) => reason)).toEqual(
      refused.map((pattern): unknown => expect.stringMatching(pattern)),
    );
    const told = new Set(claims.map(({ evidence }) => evidence.record));
    expect(records - rejected.length).toBeGreaterThan(0);
    expect(told.size).toBeGreaterThan(0);
  } finally {
    rmSync(dirname(folder), { recursive: true });
  }
});
