import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The documents of one line each, and where each line lies; 3.3 MB while they are held. */
interface Shelf {
  text: Buffer;
  lines: ReadonlyMap<string, readonly [from: number, to: number]>;
}

function load(): Shelf {
  const file = new URL('./data/managed-policies.jsonl.gz', import.meta.url);
  const text = gunzipSync(readFileSync(file));
  const lines = new Map<string, readonly [number, number]>();
  for (let from = 0; from < text.length;) {
    const to = text.indexOf('\n', from);
    const key = text.toString('utf8', from + 2, text.indexOf('"', from + 2));
    lines.set(key, [from, to]);
    from = to + 1;
  }
  return { text, lines };
}

let shelf: Shelf | undefined;
const documents = new Map<string, unknown>();

/**
 * The document of a policy that AWS manages, by its ARN in any partition; undefined where it is not
 * known. Read from the package's own copy at the first call.
 */
export function managedPolicy(arn: string): unknown {
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  if (name === undefined) return undefined;
  if (documents.has(name)) return documents.get(name);
  shelf ??= load();
  const { text, lines } = shelf;
  const line =
    lines.get(`arn:aws:iam::aws:policy/${name}`) ?? lines.get(name.split('/').at(-1) ?? name);
  if (!line) return undefined;
  const [, , document] = JSON.parse(text.toString('utf8', ...line)) as [string, string, unknown];
  documents.set(name, document);
  return document;
}
