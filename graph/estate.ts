import { mkdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Claim, ScopeMark } from './claim.ts';
import { deriveAll } from './derive-all.ts';
import { keyIn, sharedKey, type EstateOptions } from './estate-key.ts';
import { projectionOf, type EstateParts } from './estate-parts.ts';
import { expire } from './expire.ts';
import type { Population } from './findings/evaluate.ts';
import { EvaluationMemory } from './findings/evaluation-memory.ts';
import type { Finding } from './findings/finding.ts';
import { HeldFindings } from './findings/held-findings.ts';
import { maxHops } from './findings/thread.ts';
import { renew } from './findings/renew.ts';
import { freshness, type Freshness } from './freshness.ts';
import { mutex } from './mutex.ts';
import type { Projection } from './projection/projection.ts';
import { loadRules } from './rules/load.ts';
import type { Rule } from './rules/rule.ts';
import { countsOf, type Settled } from './settled.ts';
import {
  never,
  rememberSettled,
  settledState,
  type Demo,
  type Evaluated,
} from './settled-state.ts';
import { changesOf, type Named } from './share/named.ts';
import { Turn } from './share/turn.ts';
import { Versions } from './share/versions.ts';
import { Stopwatch } from './stopwatch.ts';
import { openStore } from './store/open.ts';
import { statements } from './store/statements.ts';
import type { Store } from './store/store.ts';
import { View } from './view.ts';
import { onDraft } from './whatif/draft-store.ts';
import { latestVersion, nextVersion, Workspace, type Changes } from './workspace.ts';
import { unsettled, write, type WriteResult } from './write.ts';

export type { Settled };

/** Who derives and runs the rules for a store: this process alone, or one of those who share it. */
export type Role = 'alone' | 'leader' | 'follower';

/** Some rules speak of age: they run again after so many milliseconds though nothing changed. */
const reviewAfter = 3_600_000;

/**
 * One graph with its own store: what is collected goes in by `write`, and `settle` brings derived
 * facts, projection and findings up to date. Everything else reads.
 */
export class Estate {
  readonly store: Store;
  readonly view: View;
  readonly rules: readonly Rule[];
  /** Folder, or null for one in memory. */
  readonly folder: string | null;
  /** Key of the digests that stand for secrets. */
  readonly key: string;
  /** What it knows of others who write to the same store. */
  readonly turn: Turn;
  /** Where the time of settling went. */
  readonly watch = new Stopwatch();
  readonly #retention: number;
  readonly #alone = mutex();
  readonly #listeners = new Set<(settled: Settled) => void>();
  /** Set by who shares the store: a follower takes what the leader derives and finds. */
  role: Role = 'alone';
  #projection: Projection;
  #demo: Demo;
  #pending: Changes[] = [];
  #fromScratch: boolean;
  #findings = new HeldFindings();
  #evaluated: Evaluated;
  #memory = new EvaluationMemory();
  /** What a draft leaves out of each derived claim. */
  #left = (claim: Claim): Claim => claim;

  private constructor(parts: EstateParts) {
    this.store = parts.store;
    this.view = parts.view;
    this.rules = parts.rules;
    this.folder = parts.folder;
    this.key = parts.key;
    this.#retention = parts.retention;
    this.turn = parts.turn;
    this.#fromScratch = parts.fromScratch;
    this.#demo = parts.demo;
    this.#evaluated = parts.evaluated;
    this.#projection = parts.projection ?? projectionOf(this.view);
    this.#findings.read(this.view);
  }

  /**
   * Opens the estate in a folder, or one in memory. With a server the graph lies there, and the
   * folder is for what this machine keeps about it. Throws ESTATE_LOCKED while another process holds
   * the folder's graph.
   */
  static async open(
    folder?: string,
    { retention = 90 * 86_400_000, server, key }: EstateOptions = {},
  ): Promise<Estate> {
    if (folder !== undefined && !server) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const store = await openStore({ folder, server });
    try {
      const version = await latestVersion(store);
      const [view, rules, state] = await Promise.all([
        View.load(store),
        loadRules(),
        settledState(store),
      ]);
      return new Estate({
        store,
        view,
        rules,
        turn: new Turn(new Versions(version)),
        fromScratch: state.fromScratch,
        retention,
        demo: state.demo,
        evaluated: state.evaluated,
        folder: folder ?? null,
        key: key ?? (server ? await sharedKey(store) : keyIn(folder)),
      });
    } catch (error) {
      // An open connection would keep a command from ending.
      await store.close();
      throw error;
    }
  }

  get projection(): Projection {
    return this.#projection;
  }

  /** Whether what it holds is the demo. An estate that left the demo never loads it again. */
  get demo(): Demo {
    return this.#demo;
  }

  async setDemo(demo: Demo): Promise<void> {
    await this.store.write((transaction) =>
      transaction.run(statements.putMeta, { key: 'demo', value: demo }),
    );
    this.#demo = demo;
  }

  /** Removes everything, for good. */
  clear(): Promise<void> {
    return this.#alone(async () => {
      await this.store.clear();
      const version = await this.store.write(async (transaction) => {
        await transaction.run(statements.putMeta, { key: 'demo', value: 'left' });
        const value = await nextVersion(transaction);
        await transaction.run(statements.putMeta, { key: unsettled, value });
        return value;
      });
      this.turn.tell(version, null);
      this.#demo = 'left';
      this.view.clear();
      this.turn.lose();
      this.#findings = new HeldFindings();
      this.#evaluated = never;
      this.#begin();
    });
  }

  /** True while derived facts and findings lag behind what was collected. */
  get lags(): boolean {
    return this.#fromScratch || this.#pending.length > 0;
  }

  /** Findings, open and closed. */
  get findings(): ReadonlyMap<string, Finding> {
    return this.#findings.all;
  }

  /** Of how many each rule spoke when it last ran. */
  get populations(): ReadonlyMap<string, Population> {
    return this.#evaluated.populations;
  }

  /** When rules last ran, milliseconds since 1970; 0 = never. */
  get settledAt(): number {
    return this.#evaluated.at;
  }

  freshness(): Promise<Freshness[]> {
    return freshness(this.store);
  }

  /** Writes collected claims; they are kept when this resolves. */
  write(claims: Claim[], marks: ScopeMark[] = []): Promise<WriteResult> {
    return this.#alone(async () => {
      const result = await write(this.store, claims, marks);
      this.#take(result.changes);
      return result;
    });
  }

  /**
   * Brings derived facts, projection and findings up to date, and tells who listens. As a follower it
   * takes what another derived and found.
   */
  settle(as?: Role): Promise<Settled> {
    return this.#alone(async () => {
      const started = performance.now();
      this.watch.start();
      const work = (as ?? this.role) === 'follower' ? this.#follow() : this.#lead();
      const settled = { ...(await work), milliseconds: performance.now() - started };
      for (const listener of this.#listeners) listener(settled);
      return settled;
    });
  }

  /**
   * Runs work on a draft of this estate: all that can be done to an estate can be done to it, by the
   * same engines, and nothing of it stays. Writes wait meanwhile.
   */
  imagine<T>(work: (draft: Estate) => Promise<T>): Promise<T> {
    return this.#alone(() =>
      onDraft(this.store, async (store) => {
        // Large copies take a turn each; nothing else changes the estate meanwhile.
        const view = this.view.copy();
        await setImmediate();
        const projection = this.#projection.copy();
        await setImmediate();
        const turn = this.turn.copy();
        await setImmediate();
        const draft = new Estate({
          ...{ store, view, projection, turn },
          rules: this.rules,
          fromScratch: this.#fromScratch,
          retention: this.#retention,
          demo: this.#demo,
          evaluated: this.#evaluated,
          folder: null,
          key: this.key,
        });
        draft.#pending = [...this.#pending];
        draft.#findings.put([...this.#findings.all.values()], draft.view);
        draft.#memory = this.#memory.copy(!this.lags);
        await setImmediate();
        return work(draft);
      }),
    );
  }

  /** Of a draft: lets something be left out of each claim that is derived from now on. */
  leaveOut(left: (claim: Claim) => Claim): void {
    const before = this.#left;
    this.#left = (claim) => left(before(claim));
  }

  /** Of a draft: changes what supports nodes and edges, whatever the claims say. */
  amend(
    touched: { nodes: readonly string[]; edges: readonly string[] },
    edit: (space: Workspace) => void,
  ): Promise<void> {
    return this.#alone(async () => {
      const changes = await this.store.write(async (transaction) => {
        const space = new Workspace();
        await space.loadNodes(transaction, new Map(touched.nodes.map((uid) => [uid, null])));
        await space.loadEdges(transaction, touched.edges);
        edit(space);
        return space.flush(transaction);
      });
      this.#take(changes);
    });
  }

  /** Takes in what others wrote to the store; settling goes on from there. */
  learn(named: Named): Promise<void> {
    return this.#alone(async () => {
      this.#take(await changesOf(this.store, named));
      for (const version of named.versions) this.turn.versions.add(version);
    });
  }

  /** Takes everything anew from the store, unless every write up to a version is known by then. */
  reload(version = Infinity): Promise<void> {
    return this.#alone(async () => {
      if (this.turn.versions.upTo < version) await this.#load();
    });
  }

  /** Calls back after each settling; returns how to stop. */
  onSettled(listener: (settled: Settled) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#alone(() => this.store.close());
  }

  /** Whether every rule ran to its end, not long ago. */
  get #knowsAll(): boolean {
    const { at, populations } = this.#evaluated;
    const whole = [...populations.values()].every(({ truncated }) => truncated === null);
    return whole && Date.now() - at < reviewAfter;
  }

  #take(changes: Changes) {
    const { nodes, edges, goneNodes, goneEdges } = changes;
    if (changes.version !== undefined) this.turn.tell(changes.version, changes);
    if (nodes.length + edges.length + goneNodes.length + goneEdges.length === 0) return;
    this.#memory.take(changes, this.view);
    this.#pending.push(changes);
  }

  async #lead() {
    try {
      const store = await this.turn.take(this.store, (missed) => this.#renew(missed));
      const found = this.#findings.read(this.view);
      for (const gone of await expire(store, this.view, this.#retention)) this.#take(gone);
      const pending = this.#pending;
      const take = this.#take.bind(this);
      const { ledger } = this.turn;
      this.watch.lap('begin');
      const [fromScratch, left] = [this.#fromScratch, this.#left];
      await deriveAll({ store, view: this.view, ledger, fromScratch, pending, left, take });
      this.watch.lap('derive');
      this.#project();
      this.watch.lap('project');
      const same = this.#knowsAll && !this.lags;
      const turned = same ? { opened: [], closed: [] } : await this.#evaluate(pending, store);
      this.#pending = [];
      this.#fromScratch = false;
      if (!same) await rememberSettled(store, this.#evaluated, this.turn.versions.upTo);
      this.watch.lap('end');
      const opened = [...found.opened, ...turned.opened];
      return { ...countsOf(pending), opened, closed: [...found.closed, ...turned.closed] };
    } catch (error) {
      this.turn.lose();
      throw error;
    }
  }

  async #follow() {
    const { evaluated, fromScratch, demo } = await settledState(this.store);
    this.#demo = demo;
    this.#project();
    const changes = this.#pending;
    this.#pending = [];
    this.#fromScratch = fromScratch;
    if (evaluated.at > 0) this.#evaluated = evaluated;
    return { ...countsOf(changes), ...this.#findings.read(this.view) };
  }

  async #renew(missed: boolean) {
    if (missed) await this.#load();
    this.#fromScratch ||= (await settledState(this.store)).fromScratch;
  }

  async #load() {
    const version = await latestVersion(this.store);
    const { fromScratch, demo } = await settledState(this.store);
    this.#demo = demo;
    this.view.replace(await View.load(this.store));
    this.turn.lose();
    this.turn.versions.reset(version);
    this.#fromScratch ||= fromScratch || this.#pending.length > 0;
    this.#begin();
  }

  /** Goes on from the view as it is. */
  #begin() {
    this.#pending = [];
    this.#memory = new EvaluationMemory();
    this.#projection = projectionOf(this.view);
  }

  #project() {
    if (countsOf(this.#pending).edges > this.#projection.size.edges) {
      this.#projection = projectionOf(this.view);
      this.#memory = this.#memory.copy(false);
      return;
    }
    this.#memory.forgetWalks(this.#projection.apply(this.#pending, this.view, maxHops));
  }

  async #evaluate(changes: readonly Changes[], store: Store) {
    const { view, rules, watch } = this;
    const [projection, memory] = [this.#projection, this.#memory];
    const before = [...this.#findings.all.values()];
    const parts = { store, view, projection, rules, memory, watch };
    const { all, written, evaluated, ...turned } = await renew(parts, before, changes);
    this.#evaluated = evaluated;
    if (written) {
      if (written.version !== undefined) this.turn.tell(written.version, written);
      this.view.apply(written);
    }
    this.#findings.put(all, this.view);
    return turned;
  }
}
