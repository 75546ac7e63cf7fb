import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openEmbedded } from '../../graph/store/embedded.ts';
import { write } from '../../graph/write.ts';
import { ingestPaths, type IngestOptions } from '../../ingest/ingest.ts';

const root = mkdtempSync(join(tmpdir(), 'cutset-ingest-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

let folders = 0;
/** A fresh folder with the files given by name. */
function folder(files: Record<string, string | Uint8Array>): string {
  const path = join(root, String(folders++));
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

async function ingest(path: string, options: Partial<IngestOptions> = {}) {
  const store = await openEmbedded();
  try {
    const report = await ingestPaths([path], (claims, marks) => write(store, claims, marks), {
      key: 'k',
      ...options,
    });
    const { rows } = await store.read(
      'MATCH (n:Workload) WHERE n.stub = false RETURN n.name AS name',
    );
    return {
      report,
      rejected: report.rejected.map((r) => ({ ...r, path: relative(path, r.path) })),
      functions: rows.map(({ name }) => name).sort(),
    };
  } finally {
    await store.close();
  }
}

const lambda = (name: string) => ({
  FunctionName: name,
  FunctionArn: `arn:aws:lambda:us-east-1:111122223333:function:${name}`,
  Role: 'arn:aws:iam::111122223333:role/r',
});
const functions = (...names: string[]) => JSON.stringify({ Functions: names.map(lambda) });
const good = { 'good/lambda-list-functions.json': functions('good') };

/** A zip archive of deflated entries; sizes are as given where a header should lie. */
function zip(entries: { name: string; data: Uint8Array; claimedSize?: number }[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claimedSize } of entries) {
    const packed = deflateRawSync(data);
    const file = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(claimedSize ?? data.length, 22);
    head.writeUInt16LE(file.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claimedSize ?? data.length, 24);
    entry.writeUInt16LE(file.length, 28);
    entry.writeUInt32LE(offset, 42);
    local.push(head, file, packed);
    central.push(entry, file);
    offset += 30 + file.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

const nulls = (size: number) => new Uint8Array(size);
const utf16 = (text: string) =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

const endless = '['.repeat(20_000) + ']'.repeat(20_000);

test.each<[string, Record<string, string | Uint8Array>, string, RegExp]>([
  [
    'truncated JSON',
    { 'lambda-list-functions.json': functions('a').slice(0, -9) },
    'lambda-list-functions.json',
    /not JSON/,
  ],
  [
    'bytes that are no UTF-8',
    { 'x.json': Buffer.from('{"a":"\xff"}', 'latin1') },
    'x.json',
    /not utf-8/,
  ],
  ['nulls', { 'x.json': nulls(5_000) }, 'x.json', /null bytes/],
  ['an empty file', { 'x.json': ' \n' }, 'x.json', /empty/],
  [
    'an unknown kind',
    { 'x.json': '{"Weather":"rain"}' },
    'x.json',
    /no source reads an object with Weather/,
  ],
  ['a number', { 'x.json': '42' }, 'x.json', /no source reads a number/],
  ['prose', { 'README.md': '# Hello' }, 'README.md', /not JSON/],
  [
    'a broken gzip file',
    { 'x.json.gz': gzipSync('{"a":1}'.repeat(99)).subarray(0, 20) },
    'x.json.gz',
    /gzip/,
  ],
  ['a broken zip file', { 'x.zip': 'PK\x03\x04 not really' }, 'x.zip', /zip archive/],
  [
    'a zip bomb',
    { 'x.zip': zip([{ name: 'bomb.json', data: nulls(60 << 20) }]) },
    'x.zip',
    /unpacks to over/,
  ],
  [
    'an archive that leaves its folder',
    { 'x.zip': zip([{ name: '../evil.json', data: Buffer.from('{}') }]) },
    'x.zip',
    /\.\.|relative/,
  ],
  [
    'an archive within an archive',
    { 'x.zip': zip([{ name: 'y.zip', data: zip([]) }]) },
    join('x.zip', 'y.zip'),
    /archive within/,
  ],
  [
    'a record that is nested without end',
    { 'lambda-list-functions.json': functions('x').replace('}]', `,"Tags":${endless}}]`) },
    'lambda-list-functions.json',
    /nested deeper than 200/,
  ],
  [
    'one whose policy is, as text',
    {
      's3api-get-bucket-policy/b.json': JSON.stringify({
        Policy: `{"Version":"2012-10-17","Statement":${endless}}`,
      }),
    },
    join('s3api-get-bucket-policy', 'b.json'),
    /nested deeper than 200/,
  ],
  [
    'an item without its required field',
    { 'lambda-list-functions.json': '{"Functions":[{"FunctionName":"x"}]}' },
    'lambda-list-functions.json',
    /FunctionArn/,
  ],
])('%s is refused with path and reason, and the rest goes in', async (_, files, path, reason) => {
  const { rejected, functions: found } = await ingest(folder({ ...files, ...good }));
  expect(rejected).toEqual([{ path, record: 1, reason: expect.stringMatching(reason) as string }]);
  expect(found).toEqual(['good']);
});

test('a file of 2 GB is refused without being read into memory', async () => {
  const path = folder({ ...good, 'big.json': '{"a":"' });
  truncateSync(join(path, 'big.json'), 2 ** 31);
  const { rejected, functions: found } = await ingest(path);
  expect(rejected).toEqual([
    { path: 'big.json', record: 1, reason: expect.stringMatching(/more than 256 MB/) as string },
  ]);
  expect(found).toEqual(['good']);
  expect(process.memoryUsage().rss).toBeLessThan(1.5 * 2 ** 30);
});

test('bad lines and bad items are refused by number, and their neighbours go in', async () => {
  const lines = [functions('one'), '{"broken', functions('two'), '{"Weather":1}'].join('\n');
  const list = JSON.stringify({
    Functions: [lambda('three'), { FunctionName: 'x' }, lambda('four')],
  });
  const { rejected, functions: found } = await ingest(
    folder({ 'a.ndjson': lines, 'lambda-list-functions.json': list }),
  );
  expect(found).toEqual(['four', 'one', 'three', 'two']);
  expect(rejected.map(({ path, record }) => [path, record])).toEqual([
    ['a.ndjson', 2],
    ['a.ndjson', 4],
    ['lambda-list-functions.json', 1],
  ]);
  expect(rejected[2]?.reason).toMatch(/Functions\.1.*FunctionArn/);
});

test('a line of too many bytes, or of no text, is refused by its number, and the next ones go in', async () => {
  const lines = [
    functions('one'),
    `{"x":"${'x'.repeat(17 << 20)}"}`,
    functions('two'),
    Buffer.from('{"x":"\xff"}', 'latin1'),
    '{"Weather":1}',
    functions('three'),
  ].flatMap((line) => [Buffer.from(line), Buffer.from('\n')]);
  const path = folder({ 'a.ndjson': Buffer.concat(lines) });
  const { rejected, functions: found } = await ingest(path);
  expect(found).toEqual(['one', 'three', 'two']);
  expect(rejected.map(({ record, reason }) => [record, reason])).toEqual([
    [2, 'a line is longer than 16 MB'],
    [4, 'not utf-8 text'],
    [5, expect.stringContaining('Weather')],
  ]);
});

test.each(['# exported today', functions('cut').slice(20), ''])(
  'lines are read though the first is none: %j',
  async (first) => {
    const lines = [first, functions('one'), functions('two')].join('\n');
    const { rejected, functions: found } = await ingest(folder({ 'a.ndjson': lines }));
    expect(found).toEqual(['one', 'two']);
    expect(rejected.map(({ record }) => record)).toEqual(first === '' ? [] : [1]);
  },
);

test('a folder that is linked within itself is read once', async () => {
  const path = folder({ ...good, 'b/lambda-list-functions.json': '{"Weather":1}' });
  symlinkSync(path, join(path, 'good', 'again'));
  symlinkSync('..', join(path, 'b', 'up'));
  const { rejected, functions: found } = await ingest(path);
  expect(found).toEqual(['good']);
  expect(rejected).toEqual([
    {
      path: join('b', 'lambda-list-functions.json'),
      record: 1,
      reason: expect.any(String) as string,
    },
    { path: join('b', 'up'), record: 1, reason: 'a link to a folder that it lies in' },
    { path: join('good', 'again'), record: 1, reason: 'a link to a folder that it lies in' },
  ]);
});

test('UTF-16 and a byte order mark are read; gzip and zip are opened', async () => {
  const { report, functions: found } = await ingest(
    folder({
      'a/lambda-list-functions.json': utf16(functions('sixteen')),
      'b/lambda-list-functions.json': `\ufeff${functions('mark')}`,
      'c/lambda-list-functions.json.gz': gzipSync(functions('gz')),
      'd.zip': zip([
        { name: 'us-east-1/lambda-list-functions.json', data: Buffer.from(functions('zipped')) },
      ]),
    }),
    { at: 1_000_000 },
  );
  expect(report.rejected).toEqual([]);
  expect(found).toEqual(['gz', 'mark', 'sixteen', 'zipped']);
});

test('a complete scan retires what it no longer lists; pages of a scan retire nothing', async () => {
  const page = { Functions: [lambda('p1')], NextMarker: 'more' };
  const pages = folder({
    'a/lambda-list-functions.json': JSON.stringify(page),
    'b/lambda-list-functions.json': functions('p2'),
  });
  const store = await openEmbedded();
  const names = async () => {
    const { rows } = await store.read(
      'MATCH (n:Workload) WHERE n.stub = false RETURN n.name AS name',
    );
    return rows.map(({ name }) => name).sort();
  };
  const load = (path: string, at: number) =>
    ingestPaths([path], (claims, marks) => write(store, claims, marks), { key: 'k', at });
  await load(folder({ 'lambda-list-functions.json': functions('old', 'kept') }), 1_000);
  await load(pages, 2_000);
  expect(await names()).toEqual(['kept', 'old', 'p1', 'p2']);
  await load(folder({ 'lambda-list-functions.json': functions('kept') }), 3_000);
  expect(await names()).toEqual(['kept']);
  await load(folder({ 'lambda-list-functions.json': functions('late') }), 2_500);
  expect(await names()).toEqual(['kept']);
  await store.close();
});

test('what details a resource goes with the list that no longer names it, and comes back with it', async () => {
  const url = {
    FunctionUrl: 'https://abc.lambda-url.us-east-1.on.aws/',
    FunctionArn: lambda('f').FunctionArn,
    AuthType: 'NONE',
  };
  const store = await openEmbedded();
  const routes = async () =>
    (await store.read('MATCH (:Endpoint)-[r:ROUTES_TO]->(:Workload) RETURN count(r) AS n')).rows[0];
  const load = (files: Record<string, string>, at: number) =>
    ingestPaths([folder(files)], (claims, marks) => write(store, claims, marks), { key: 'k', at });
  const list = (...names: string[]) => ({ 'lambda-list-functions.json': functions(...names) });
  const detail = { 'lambda-get-function-url-config/f.json': JSON.stringify(url) };
  await load({ ...list('f'), ...detail }, 1_000);
  expect(await routes()).toEqual({ n: 1 });
  await load(list('other'), 2_000);
  expect(await routes()).toEqual({ n: 0 });
  await load(list('other', 'f'), 3_000);
  expect(await routes()).toEqual({ n: 1 });
  await store.close();
});

test('an abort leaves what was handed on, and says so by throwing', async () => {
  const controller = new AbortController();
  controller.abort(new Error('stopped'));
  await expect(ingest(folder(good), { signal: controller.signal })).rejects.toThrow('stopped');
});

test.each([
  'aws_secret_access_key = wJalrXUtnFEMI',
  'x\u001b[2J\u001b]0;pwned\u0007',
  '{"a":1}wJalrXUtnFEMI',
])('a refusal does not quote what it refuses: %j', async (text) => {
  const { rejected } = await ingest(folder({ 'notes.json': text }));
  expect(rejected).toHaveLength(1);
  expect(JSON.stringify(rejected)).not.toMatch(/wJalr|u001b|pwned/);
});

test('an unknown source is wrong usage', async () => {
  await expect(ingest(folder(good), { source: 'nope' })).rejects.toThrow(/no source "nope"/);
});
