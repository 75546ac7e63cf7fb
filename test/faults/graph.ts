import { createHash } from 'node:crypto';
import { canonical, claimHash, claimKey, digest, type Claim } from '../../graph/claim.ts';
import type { Support } from '../../graph/entity.ts';
import { Estate } from '../../graph/estate.ts';
import { snapshot } from '../../graph/snapshot.ts';
import { decodeSupport, supportProp } from '../../graph/store/codec.ts';
import type { Store } from '../../graph/store/store.ts';
import { readRecord } from '../../ingest/stream/read-record.ts';
import { differences, settled } from '../ingest/stream/working.ts';

/** What lies at a position of a topic, `partition/offset`, by its content. */
export type Contents = ReadonlyMap<string, string>;

/** What a record says, by its digest. */
export const contentOf = (value: string | Buffer) =>
  createHash('sha256').update(value).digest('hex').slice(0, 16);

const everything = { rows: 10_000_000, timeout: 120_000 };
const supports = [
  `MATCH (n:Entity) RETURN n.uid AS id, n.${supportProp} AS support`,
  `MATCH (a:Entity)-[r]->(b:Entity)
   RETURN a.uid + ' ' + type(r) + ' ' + b.uid AS id, r.${supportProp} AS support`,
];

/** How the graph is told: where a record lay by what lay there, since copies lie at several places. */
interface Telling {
  topic: string;
  contents: Contents;
  /** Claims that several records make in the same words: any of these may be the evidence. */
  repeated: ReadonlySet<string>;
}

const withoutEvidence = ({ claims, seen }: Support, repeated: ReadonlySet<string>) => ({
  seen,
  claims: Object.fromEntries(
    Object.entries(claims).map(([key, { at, evidence, ...said }]) => [
      key,
      repeated.has(key) ? said : { at, evidence, ...said },
    ]),
  ),
});

/** The collected graph as sorted lines: every fact, and all that supports it with its evidence. */
async function collected(store: Store, { topic, contents, repeated }: Telling): Promise<string[]> {
  const lines = await snapshot(store);
  for (const cypher of supports) {
    const { rows, truncated } = await store.read(cypher, {}, everything);
    if (truncated !== null) throw new Error(truncated);
    for (const { id, support } of rows)
      lines.push(canonical([id, withoutEvidence(decodeSupport(support), repeated)]));
  }
  const position = new RegExp(`${topic}/(\\d+/\\d+)`, 'g');
  return lines
    .map((line) => line.replace(position, (_, at: string) => contents.get(at) ?? `unknown ${at}`))
    .sort();
}

/** What an estate holds: as collected, and with all that follows from it. */
export interface Graph {
  collected: string[];
  settled: string[];
}

export async function graphOf(estate: Estate, telling: Telling): Promise<Graph> {
  const before = await collected(estate.store, telling);
  return { collected: before, settled: await settled(estate) };
}

/** Keys of the state claims that are made more than once in the same words. */
function repeatedAmong(claims: readonly Claim[]): Set<string> {
  const said = Map.groupBy(
    claims.filter(({ mode }) => mode === 'state'),
    (claim) => `${claimHash(claim)} ${claimKey(claim)}`,
  );
  return new Set([...said.values()].flatMap(([one, two]) => (one && two ? [claimKey(one)] : [])));
}

/** The graph of records that are read one after another, in their order, without Kafka. */
export async function calmGraph(values: readonly (string | Buffer)[]) {
  const estate = await Estate.open();
  const contents = new Map<string, string>();
  const claims: Claim[] = [];
  for (const [i, value] of values.entries()) {
    contents.set(`0/${i}`, contentOf(value));
    const place = { topic: 'calm', partition: 0, offset: String(i), at: 0, key: null, headers: {} };
    const record = { ...place, value: Buffer.from(value) };
    claims.push(...(await readRecord(record, undefined, estate.key)).claims);
  }
  for (let from = 0; from < claims.length; from += 1_000)
    await estate.write(claims.slice(from, from + 1_000));
  const repeated = repeatedAmong(claims);
  const graph = await graphOf(estate, { topic: 'calm', contents, repeated });
  await estate.close();
  return { graph, repeated };
}

/** Which record lies where, when records are sent to their partitions in order. */
export function contentsOf(sent: readonly { value: string | Buffer; partition: number }[]) {
  const ends = new Map<number, number>();
  return new Map(
    sent.map(({ value, partition }) => {
      const offset = ends.get(partition) ?? 0;
      ends.set(partition, offset + 1);
      return [`${partition}/${offset}`, contentOf(value)];
    }),
  );
}

const hashes = ({ collected: some, settled: all }: Graph) => ({
  collected: digest(some.join('\n')),
  settled: digest(all.join('\n')),
});

/** Content hashes of a graph; with what is missing and extra where another is wanted. */
export const judged = (got: Graph, wanted: Graph) => ({
  ...hashes(got),
  ...(hashes(got).collected !== hashes(wanted).collected && {
    differs: differences(got.collected, wanted.collected),
  }),
});
