import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '../../graph/claim.ts';
import { fail, Failure, reasonOf } from '../../graph/errors.ts';
import { outage, passes, patiently } from '../../graph/patience.ts';
import { hint } from '../../graph/rules/nearest.ts';
import { sendLetter } from '../deadletter.ts';
import type { Stream } from '../stream.ts';
import { tally } from '../tally.ts';
import { Batches } from './batches.ts';
import { Abandoned } from './flow.ts';
import { reached, type Offsets } from './offsets.ts';
import { readRecord, type Reading } from './read-record.ts';
import type { StreamRecord } from './record.ts';
import type { Topic } from './settings.ts';

/** What a worker did. */
export interface WorkerReport {
  records: number;
  claims: number;
  unchanged: number;
  /** Records that went to the topic of dead letters. */
  refused: number;
  unresolved: { what: string; count: number }[];
  seconds: number;
}

/** Where claims go. */
export interface Destination {
  /** Key of the digests that stand for secrets. */
  readonly key: string;
  /** They are kept when this resolves. */
  write(claims: Claim[]): Promise<{ unchanged: number }>;
}

export interface WorkerOptions {
  topics: readonly Topic[];
  group: string;
  /** Topic of refused records. */
  deadLetters: string;
  sessionMs: number;
  batchBytes: number;
  batchMs: number;
  inFlightBytes: number;
  /** Ends when everything that lay in the topics at the start is in. */
  once: boolean;
  signal: AbortSignal;
  /** Called with what it gets over by itself: a store or a broker that does not answer for a while. */
  onMishap?: (reason: string) => void;
  /** Called when claims are in. */
  onWritten?: () => void;
  onProgress?: (report: Readonly<WorkerReport>) => void;
  /** Called with the number of partitions when the group assigns them. */
  onAssigned?: (partitions: number) => void;
}

/** Nodes and edges that are written in one transaction, about. */
const weightMost = 4_000;

interface Read {
  record: StreamRecord;
  reading: Reading;
}

function tallyReading({ read, refused, unresolved }: Reading) {
  for (const source of read) tally.record(source, 'accepted');
  for (const { source } of refused) tally.record(source ?? undefined, 'refused');
  tally.unresolved(unresolved.length);
}

/** One run: what it reads goes to the destination or to the dead letters, and is counted. */
class Worker {
  readonly report: WorkerReport = {
    records: 0,
    claims: 0,
    unchanged: 0,
    refused: 0,
    unresolved: [],
    seconds: 0,
  };
  readonly #stream: Pick<Stream, 'send'>;
  readonly #destination: Destination;
  readonly #options: WorkerOptions;
  readonly #stop: AbortSignal;
  readonly #sources: ReadonlyMap<string, string | undefined>;
  readonly #unresolved = new Map<string, number>();

  constructor(
    stream: Pick<Stream, 'send'>,
    destination: Destination,
    options: WorkerOptions,
    stop: AbortSignal,
  ) {
    this.#stream = stream;
    this.#destination = destination;
    this.#options = options;
    this.#stop = stop;
    this.#sources = new Map(options.topics.map(({ name, source }) => [name, source]));
  }

  /** Keeps records: in the graph, or among the dead letters. */
  async keep(records: readonly StreamRecord[]): Promise<void> {
    let [group, weight] = [[] as Read[], 0];
    for (const record of records) {
      const source = this.#sources.get(record.topic);
      const reading = await readRecord(record, source, this.#destination.key);
      group.push({ record, reading });
      for (const { nodes, edges } of reading.claims) weight += nodes.length + edges.length + 1;
      if (weight < weightMost) continue;
      await this.#put(group);
      [group, weight] = [[], 0];
    }
    await this.#put(group);
    this.#options.onProgress?.(this.report);
  }

  finish(started: number): WorkerReport {
    this.report.unresolved = [...this.#unresolved]
      .map(([what, count]) => ({ what, count }))
      .sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1));
    this.report.seconds = Math.round(performance.now() - started) / 1000;
    return this.report;
  }

  async #put(group: readonly Read[]) {
    const claims = group.flatMap(({ reading }) => reading.claims);
    if (claims.length > 0 && !(await this.#write(claims, group))) return;
    for (const { record, reading } of group) {
      this.report.records += 1;
      this.report.claims += reading.claims.length;
      tallyReading(reading);
      for (const what of reading.unresolved)
        this.#unresolved.set(what, (this.#unresolved.get(what) ?? 0) + 1);
      if (reading.refused.length === 0) continue;
      this.report.refused += 1;
      await this.#patiently(() =>
        sendLetter(this.#stream, this.#options.deadLetters, record, reading.refused),
      );
    }
  }

  /** True when the claims are in, or refused; false when the group went in record by record. */
  async #write(claims: Claim[], group: readonly Read[]): Promise<boolean> {
    try {
      const { unchanged } = await this.#patiently(() => this.#destination.write(claims));
      this.report.unchanged += unchanged;
      tally.claims(claims.length - unchanged);
      this.#options.onWritten?.();
      return true;
    } catch (error) {
      if (error instanceof Abandoned) throw error;
      const [one] = group;
      if (group.length > 1 || !one) {
        for (const each of group) await this.#put([each]);
        return false;
      }
      // Where not even nothing can be written, the store is at fault and not the record.
      let sound = true;
      await this.#patiently(async () => {
        await this.#destination.write([]).catch((cause: unknown) => {
          sound = false;
          throw cause;
        });
      }, true);
      if (!sound) return this.#write(claims, group);
      const code = error instanceof Failure ? error.code : 'UNEXPECTED';
      const source = claims[0]?.evidence.source ?? null;
      one.reading.claims = [];
      one.reading.read = [];
      one.reading.refused.push({ source, code, reason: reasonOf(error) });
      return true;
    }
  }

  /** Tries until it works or the run ends, while the failure is one that passes; or any. */
  async #patiently<T>(work: () => Promise<T>, any = false): Promise<T> {
    const when = (error: unknown) => any || passes(error);
    const onMishap = (reason: string) => this.#options.onMishap?.(reason);
    try {
      return await patiently(work, { when, signal: this.#stop, onMishap });
    } catch (error) {
      if (this.#stop.aborted && when(error)) throw new Abandoned('the run ended');
      throw error;
    }
  }
}

/** Throws NOT_FOUND that names each topic which is not there. */
export async function checkTopics(
  stream: Pick<Stream, 'topics'>,
  topics: readonly Topic[],
): Promise<void> {
  const there = await stream.topics();
  const missing = topics.map(({ name }) => name).filter((name) => !there.includes(name));
  if (missing.length > 0)
    fail(
      'NOT_FOUND',
      `Kafka has no topic ${missing.map((name) => name + hint(name, there)).join(', ')}`,
    );
}

/** Resolves when the group has read everything that lay in the topics before, or the signal came. */
async function caughtUp(stream: Stream, group: string, ends: Offsets, signal: AbortSignal) {
  while (!signal.aborted) {
    const at = await stream.committed(group, [...ends.keys()]).catch(() => null);
    if (at && reached(ends, at)) return;
    await sleep(250, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Reads topics into a destination until the signal. Offsets are committed after the write; what is
 * refused goes to the dead letters first. Its topics are there, see `checkTopics`.
 */
export async function runWorker(
  stream: Stream,
  destination: Destination,
  options: WorkerOptions,
): Promise<WorkerReport> {
  const started = performance.now();
  const { group, sessionMs, inFlightBytes, batchBytes, onMishap, onAssigned, signal } = options;
  const kept = { 'cleanup.policy': 'compact,delete', 'retention.ms': String(30 * 86_400_000) };
  await patiently(() => stream.ensureTopic(options.deadLetters, kept), {
    most: outage,
    signal,
    onMishap: (reason) => onMishap?.(reason),
  });
  const names = options.topics.map(({ name }) => name);
  const enough = new AbortController();
  const stop = AbortSignal.any([signal, enough.signal]);
  const worker = new Worker(stream, destination, options, stop);
  const batches = new Batches(
    { bytes: batchBytes, wait: options.batchMs, keep: (records) => worker.keep(records) },
    stop,
  );
  if (options.once) {
    const ends = await stream.ends(names);
    void caughtUp(stream, group, ends, stop).then(() => {
      enough.abort();
    });
  }
  await stream.consume({
    topics: names,
    group,
    sessionMs,
    inFlightBytes,
    chunkBytes: Math.min(batchBytes, 1 << 20),
    signal: stop,
    deliver: (records, gone) => batches.add(records, gone),
    ...(onMishap && { onMishap }),
    ...(onAssigned && { onAssigned }),
  });
  await batches.settled();
  return worker.finish(started);
}
