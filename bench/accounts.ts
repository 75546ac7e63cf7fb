import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Real accounts, described by their makers; see README.md there. */
const accounts = new URL('../test/accounts/', import.meta.url).pathname;
const originals = [
  'aigoat-111122223333',
  'cloudmapper-demo-123456789012',
  'pathfinding-labs/merged-account-111122223333',
];

/** What is no record, and what repeats the calls' answers with one key id for several keys. */
const passedOver = /(expected|terraform-show)\.json$/;

const bucketNames = (text: string) =>
  (JSON.parse(text) as { Buckets: { Name: string }[] }).Buckets.map(({ Name }) => Name);

/** Files of one account, and what tells it from any other: its number and its buckets' names. */
function read(folder: string) {
  const root = join(accounts, folder);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return { path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') };
    });
  const buckets = files.find(({ path }) => path.endsWith('list-buckets.json'));
  return {
    files: files.filter(({ path }) => !passedOver.test(path)),
    number: /\d{12}$/.exec(folder)?.[0] ?? '',
    names: buckets ? bucketNames(buckets.text) : [],
  };
}

/**
 * Writes as many accounts below a folder as asked for: real ones, of which every further copy has
 * another number and other bucket names.
 */
export function writeAccounts(folder: string, count: number): void {
  const known = originals.map(read);
  for (let i = 0; i < count; i++) {
    const { files, number, names } = known[i % known.length] as ReturnType<typeof read>;
    const copy = String(200_000_000_000 + i);
    const renamed = (text: string) =>
      names
        .reduce((all, name) => all.replaceAll(name, `${name}-${i}`), text)
        .replaceAll(number, copy);
    for (const { path, text } of files) {
      const file = join(folder, copy, renamed(path));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, renamed(text));
    }
  }
}
