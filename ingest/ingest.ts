import { relative } from 'node:path';
import { scopeKey, type Claim, type ScopeMark } from '../graph/claim.ts';
import { fail, Failure, reasonOf } from '../graph/errors.ts';
import { detectSource, recordsOf, sourceNamed } from './detect.ts';
import { documentsOf } from './documents.ts';
import { filesOf, type FileItem } from './files.ts';
import { FolderKnowledge } from './folder-knowledge.ts';
import { mapRecord } from './map-record.ts';
import { placeOf } from './place.ts';
import type { Origin, Source } from './source.ts';
import { tally } from './tally.ts';

/** What an ingest did. */
export interface IngestReport {
  files: number;
  records: number;
  claims: number;
  unchanged: number;
  rejected: { path: string; record: number; reason: string }[];
  unresolved: { what: string; count: number }[];
  seconds: number;
}

export interface IngestOptions {
  /** Name of the source that reads every record. */
  source?: string;
  /** Collection time for records without one, milliseconds since 1970. */
  at?: number;
  /** Key of the digests that stand for secrets. */
  key: string;
  /** Folder that paths are told relative to, in evidence and refusals. */
  base?: string;
  onProgress?: (report: Readonly<IngestReport>, path: string) => void;
  signal?: AbortSignal;
}

/** Takes claims and marks, and says how many claims said nothing new. */
export type Sink = (claims: Claim[], marks: ScopeMark[]) => Promise<{ unchanged: number }>;

/** Nodes and edges that are written in one transaction, about. */
const batchSize = 4_000;

/** A file that stops being readable is refused like one that never was. */
async function* readable(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    fail('RECORD_UNREADABLE', reasonOf(cause), { cause });
  }
}

/** A file whose records wait until its folder has told their account. */
interface Homeless {
  file: Extract<FileItem, { open: unknown }>;
  records: Set<string>;
}

/** One run: reads files, maps records, hands batches on, and keeps the account of it. */
class Run {
  readonly report: IngestReport = {
    files: 0,
    records: 0,
    claims: 0,
    unchanged: 0,
    rejected: [],
    unresolved: [],
    seconds: 0,
  };
  readonly homeless: Homeless[] = [];
  readonly #sink: Sink;
  readonly #options: IngestOptions;
  readonly #folders = new FolderKnowledge();
  readonly #unresolved = new Map<string, number>();
  #claims: Claim[] = [];
  /** Sent last, so that a scan's pages are all in before it counts as complete. */
  readonly #marks: ScopeMark[] = [];
  readonly #partials = new Set<string>();
  #weight = 0;

  constructor(sink: Sink, options: IngestOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  #shown(path: string) {
    return this.#options.base === undefined ? path : relative(this.#options.base, path);
  }

  /** Refuses what no source came to see. */
  rejectUnread(path: string, record: number, reason: string) {
    tally.record(undefined, 'refused');
    this.reject(path, record, reason);
  }

  reject(path: string, record: number, reason: string) {
    this.report.rejected.push({ path: this.#shown(path), record, reason });
  }

  /** Reads one file. With `only`, just those records, and what the folder knows is used. */
  async file(file: Homeless['file'], only?: Set<string>) {
    const waiting = new Set<string>();
    try {
      for await (const part of documentsOf(readable(await file.open()))) {
        this.#options.signal?.throwIfAborted();
        if ('reason' in part) {
          if (!only) this.rejectUnread(file.path, part.record, part.reason);
          continue;
        }
        const records = recordsOf(part.document);
        for (const [index, record] of records.entries()) {
          const number = records.length > 1 ? index + 1 : part.record;
          const position = `${part.record}.${index}`;
          if (only && !only.has(position)) continue;
          if (!only) this.report.records += 1;
          const settled = await this.#record(file, record, number, only !== undefined);
          if (!settled) waiting.add(position);
        }
        this.#options.onProgress?.(this.report, this.#shown(file.path));
      }
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      if (!only) this.rejectUnread(file.path, 1, error.message);
    }
    if (waiting.size) this.homeless.push({ file, records: waiting });
  }

  /** False where the record must wait for its folder. */
  async #record(file: Homeless['file'], record: unknown, number: number, last: boolean) {
    const { key, source: name, at } = this.#options;
    let source: Source | undefined;
    try {
      const origin: Origin = { path: file.path, at: at ?? file.at, ...placeOf(file.path) };
      if (last) this.#house(origin);
      source = name === undefined ? detectSource(record, origin) : sourceNamed(name);
      const mapped = mapRecord(source, record, `${this.#shown(file.path)}#${number}`, origin, key);
      this.#folders.learn(file.path, mapped.claims);
      for (const { part, reason } of mapped.refused)
        this.reject(file.path, number, `${part}: ${reason}`);
      for (const what of mapped.unresolved)
        this.#unresolved.set(what, (this.#unresolved.get(what) ?? 0) + 1);
      for (const scope of mapped.partials) this.#partials.add(scope);
      this.#marks.push(...mapped.marks);
      await this.#add(mapped.claims);
      tally.record(source.name, 'accepted');
      tally.unresolved(mapped.unresolved.length);
      return true;
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'USAGE') throw error;
      if (error.code === 'RECORD_HOMELESS' && !last) return false;
      const unclear = error.code === 'RECORD_HOMELESS' ? this.#unclear(file.path) : '';
      this.reject(file.path, number, `${error.message}${unclear}`);
      tally.record(source?.name, 'refused');
      return true;
    }
  }

  #house(origin: Origin) {
    const account = origin.account ?? this.#folders.account(origin.path).value;
    const region = origin.region ?? this.#folders.region(origin.path).value;
    if (account !== undefined) origin.account = account;
    if (region !== undefined) origin.region = region;
  }

  /** Why a folder did not help: it tells several. */
  #unclear(path: string): string {
    const told = [this.#folders.account(path), this.#folders.region(path)];
    const several = told.flatMap((one) => (one.value === undefined ? (one.several ?? []) : []));
    return several.length > 0 ? `; its folder tells of ${several.join(', ')}` : '';
  }

  async #add(claims: Claim[]) {
    for (const claim of claims) {
      this.#claims.push(claim);
      this.#weight += claim.nodes.length + claim.edges.length + 1;
      if (this.#weight >= batchSize) await this.#flush([]);
    }
  }

  async #flush(marks: ScopeMark[]) {
    if (this.#claims.length === 0 && marks.length === 0) return;
    const { unchanged } = await this.#sink(this.#claims, marks);
    this.report.claims += this.#claims.length;
    this.report.unchanged += unchanged;
    tally.claims(this.#claims.length - unchanged);
    this.#claims = [];
    this.#weight = 0;
  }

  async finish(started: number): Promise<IngestReport> {
    await this.#flush(this.#marks.filter((mark) => !this.#partials.has(scopeKey(mark))));
    this.report.unresolved = [...this.#unresolved]
      .map(([what, count]) => ({ what, count }))
      .sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1));
    this.report.seconds = Math.round(performance.now() - started) / 1000;
    return this.report;
  }
}

/**
 * Reads files and folders into a sink. What cannot be read is refused with path, record and reason,
 * and the rest goes in. Throws when aborted; what was handed on by then stays whole.
 */
export async function ingestPaths(
  paths: readonly string[],
  sink: Sink,
  options: IngestOptions,
): Promise<IngestReport> {
  const started = performance.now();
  if (options.source !== undefined) sourceNamed(options.source);
  const run = new Run(sink, options);
  for await (const item of filesOf(paths)) {
    run.report.files += 1;
    if ('reason' in item) run.rejectUnread(item.path, 1, item.reason);
    else await run.file(item);
  }
  for (const { file, records } of run.homeless.splice(0)) await run.file(file, records);
  return run.finish(started);
}
