import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(ts|svelte)$/.test(file) && !file.endsWith('.d.ts'));

const text = (file: string) => readFileSync(file, 'utf8');
const top = (path: string) => path.split('/')[0] ?? '';

/** What a file imports: packages by name, our own files by path. */
const importsOf = (file: string) =>
  [...text(file).matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, target = '']) =>
    target.startsWith('.') ? normalize(join(dirname(file), target)) : target,
  );

/** Which folders a folder may import, beside itself. Data flows one way. */
const mayImport: Record<string, readonly string[]> = {
  graph: [],
  ingest: ['graph'],
  report: ['graph'],
  api: ['graph', 'ingest', 'report'],
  demo: ['graph', 'ingest'],
  docs: ['graph'],
  bench: ['graph', 'ingest', 'api', 'report', 'commands'],
  commands: ['graph', 'ingest', 'api', 'report', 'demo'],
};

/** Packages that one file alone may import. */
const confined: Record<string, RegExp> = {
  'neo4j-driver': /^(graph\/store\/neo4j\.ts|bench\/)/,
  '@grafeo-db/js': /^(graph\/store\/embedded\.ts|bench\/)/,
  kafkajs: /^ingest\/stream\.ts$/,
  'graphql-yoga': /^(api|test)\//,
  '@pothos/core': /^api\//,
};

const ours = files.filter((file) => !file.startsWith('test/') && !file.startsWith('ui/test/'));

test.each(Object.entries(mayImport))('%s imports only what lies below it', (folder, allowed) => {
  const wrong = ours
    .filter((file) => top(file) === folder)
    .flatMap((file) => importsOf(file).map((target) => [file, target] as const))
    .filter(([, target]) => target.includes('/') && Object.hasOwn(mayImport, top(target)))
    .filter(([, target]) => top(target) !== folder && !allowed.includes(top(target)));
  expect(wrong).toEqual([]);
});

test('the explorer reaches data by GraphQL, and imports nothing of ours but the schema', () => {
  const wrong = ours
    .filter((file) => file.startsWith('ui/'))
    .flatMap((file) => importsOf(file).map((target) => [file, target] as const))
    .filter(
      ([, target]) => Object.hasOwn(mayImport, top(target)) && !target.startsWith('graph/schema/'),
    );
  expect(wrong).toEqual([]);
});

test('drivers stay behind their one file', () => {
  const wrong = ours.flatMap((file) =>
    importsOf(file)
      .filter((target) => confined[target] && !confined[target].test(file))
      .map((target) => [file, target]),
  );
  expect(wrong).toEqual([]);
});

test('files are small, and named by what they hold', () => {
  const long = files.filter((file) => text(file).split('\n').length > 401);
  expect(long).toEqual([]);
  const vague = files.filter((file) =>
    /(^|\/)(utils?|helpers?|common|types|misc)(\.ts|\/)|V2/.test(file),
  );
  expect(vague).toEqual([]);
  const named = files
    .filter((file) => !file.startsWith('ui/src/routes/') && !file.includes('.config.'))
    .filter(
      (file) =>
        !/(^|\/)[a-z0-9-]+(\.[a-z0-9-]+)*\.(ts|svelte)$/.test(file) && !file.startsWith('ui/'),
    );
  expect(named).toEqual([]);
});

test('half of the files are short', () => {
  const lengths = ours.map((file) => text(file).split('\n').length).sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThanOrEqual(250);
});

test('relative imports carry their ending', () => {
  const wrong = files
    .filter((file) => !file.startsWith('ui/'))
    .flatMap((file) => importsOf(file).map((target) => [file, target] as const))
    .filter(
      ([file, target]) =>
        top(target) !== 'node_modules' &&
        target.startsWith(dirname(file)) &&
        !/\.(ts|json|js|svelte)$/.test(target),
    );
  expect(wrong).toEqual([]);
});
