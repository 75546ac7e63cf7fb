import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claim, ScopeMark } from './claim.ts';
import { derivations } from './derive/registry.ts';
import { catchUp, concerns, type DerivedLedger } from './derive/settle.ts';
import { expire } from './expire.ts';
import { evaluate, type Memory, type Population } from './findings/evaluate.ts';
import { findingClaim } from './findings/finding-claim.ts';
import type { Finding } from './findings/finding.ts';
import { probability } from './findings/priors.ts';
import { storedFindings } from './findings/stored.ts';
import { ProposalMemory } from './findings/proposal-memory.ts';
import { ThreadMemory } from './findings/thread-memory.ts';
import { maxHops } from './findings/thread.ts';
import { blameOf, transition } from './findings/transition.ts';
import { freshness, type Freshness } from './freshness.ts';
import { mutex } from './mutex.ts';
import { Projection } from './projection/projection.ts';
import { loadRules } from './rules/load.ts';
import type { Rule } from './rules/rule.ts';
import {
  derivedLedger,
  never,
  rememberSettled,
  settledState,
  type Demo,
  type Evaluated,
} from './settled-state.ts';
import type { Server } from './store/neo4j.ts';
import { openStore } from './store/open.ts';
import { statements } from './store/statements.ts';
import type { Store } from './store/store.ts';
import { nameOf, View } from './view.ts';
import { onDraft } from './whatif/draft-store.ts';
import { Workspace, type Changes } from './workspace.ts';
import { write, type WriteResult } from './write.ts';

export interface EstateOptions {
  /** Milliseconds that time-bounded nodes are kept; default 90 days. */
  retention?: number;
  /** Where the graph lies; default: in the folder. */
  server?: Server | undefined;
  /** Key of the digests that stand for secrets; default: made once and kept with the estate. */
  key?: string | undefined;
}

/** What settling changed, for people who watch. */
export interface Settled {
  /** Nodes and edges that differ since the last time. */
  nodes: number;
  edges: number;
  opened: Finding[];
  closed: Finding[];
  milliseconds: number;
}

/** Some rules speak of age: they run again after so many milliseconds though nothing changed. */
const reviewAfter = 3_600_000;

/** Written in one transaction while deriving, about. */
const batchSize = 2_000;

/** The key in the estate's folder; made where there is none. */
function keyIn(folder: string | undefined): string {
  const path = folder === undefined ? undefined : join(folder, 'key');
  if (path !== undefined && existsSync(path)) return readFileSync(path, 'utf8').trim();
  const key = newKey();
  if (path !== undefined) writeFileSync(path, `${key}\n`, { mode: 0o600 });
  return key;
}

const newKey = () => randomBytes(32).toString('hex');

/** The key that all who use a server share, since the same secret must have the same digest. */
async function sharedKey(store: Store): Promise<string> {
  const rows = await store.write((transaction) =>
    transaction.run(statements.keepMeta, { key: 'key', value: newKey() }),
  );
  return rows[0]?.['value'] as string;
}

const noMemory = (): Memory => ({
  threads: new ThreadMemory(),
  proposals: new ProposalMemory(),
});

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
  readonly #retention: number;
  readonly #alone = mutex();
  readonly #listeners = new Set<(settled: Settled) => void>();
  readonly #ledger: DerivedLedger;
  #projection: Projection;
  #demo: Demo;
  #pending: Changes[] = [];
  #fromScratch: boolean;
  #findings = new Map<string, Finding>();
  #evaluated: Evaluated;
  #memory: Memory = noMemory();
  /** What a draft leaves out of each derived claim. */
  #left = (claim: Claim): Claim => claim;

  private constructor(parts: {
    store: Store;
    view: View;
    rules: readonly Rule[];
    ledger: DerivedLedger;
    fromScratch: boolean;
    folder: string | null;
    key: string;
    retention: number;
    demo: Demo;
    evaluated: Evaluated;
  }) {
    this.store = parts.store;
    this.view = parts.view;
    this.rules = parts.rules;
    this.folder = parts.folder;
    this.key = parts.key;
    this.#retention = parts.retention;
    this.#ledger = parts.ledger;
    this.#fromScratch = parts.fromScratch;
    this.#demo = parts.demo;
    this.#evaluated = parts.evaluated;
    this.#projection = new Projection(this.view.nodes(), this.view.edges(), probability);
    for (const finding of storedFindings(this.view)) this.#findings.set(finding.id, finding);
  }

  /**
   * Opens the estate in a folder, or one in memory. With a server the graph lies there, and the
   * folder holds what this machine keeps about it. Throws ESTATE_LOCKED while another process holds
   * the folder's graph.
   */
  static async open(
    folder?: string,
    { retention = 90 * 86_400_000, server, key }: EstateOptions = {},
  ): Promise<Estate> {
    if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const store = await openStore({ folder, server });
    const [view, rules, ledger, state] = await Promise.all([
      View.load(store),
      loadRules(),
      derivedLedger(store),
      settledState(store),
    ]);
    return new Estate({
      store,
      view,
      rules,
      ledger,
      fromScratch: state.fromScratch,
      retention,
      demo: state.demo,
      evaluated: state.evaluated,
      folder: folder ?? null,
      key: key ?? (server ? await sharedKey(store) : keyIn(folder)),
    });
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
      await this.store.write((transaction) =>
        transaction.run(statements.putMeta, { key: 'demo', value: 'left' }),
      );
      this.#demo = 'left';
      this.view.clear();
      this.#ledger.clear();
      this.#findings.clear();
      this.#pending = [];
      this.#evaluated = never;
      this.#memory = noMemory();
      this.#projection = new Projection(this.view.nodes(), this.view.edges(), probability);
    });
  }

  /** True while derived facts and findings lag behind what was collected. */
  get lags(): boolean {
    return this.#fromScratch || this.#pending.length > 0;
  }

  /** Findings, open and closed. */
  get findings(): ReadonlyMap<string, Finding> {
    return this.#findings;
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

  /** Brings derived facts, projection and findings up to date, and tells who listens. */
  settle(): Promise<Settled> {
    return this.#alone(async () => {
      const started = performance.now();
      const gone = await expire(this.store, this.view, this.#retention);
      if (gone) this.#take(gone);
      await this.#derive();
      const changes = this.#pending;
      for (const change of changes)
        this.#memory.threads.forget(this.#projection.apply(change, this.view, maxHops));
      const same = this.#knowsAll && !this.lags;
      const turned = same ? { opened: [], closed: [] } : await this.#evaluate(changes);
      this.#pending = [];
      this.#fromScratch = false;
      if (!same) await rememberSettled(this.store, this.#evaluated);
      const settled = {
        nodes: changes.reduce(
          (sum, { nodes, goneNodes }) => sum + nodes.length + goneNodes.length,
          0,
        ),
        edges: changes.reduce(
          (sum, { edges, goneEdges }) => sum + edges.length + goneEdges.length,
          0,
        ),
        ...turned,
        milliseconds: performance.now() - started,
      };
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
      onDraft(this.store, (store) => {
        const draft = new Estate({
          store,
          view: new View(this.view.nodes(), this.view.edges()),
          rules: this.rules,
          ledger: new Map([...this.#ledger].map(([owner, known]) => [owner, new Map(known)])),
          fromScratch: this.#fromScratch,
          retention: this.#retention,
          demo: this.#demo,
          evaluated: this.#evaluated,
          folder: null,
          key: this.key,
        });
        draft.#pending = [...this.#pending];
        draft.#findings = new Map(this.#findings);
        draft.#memory = {
          threads: this.lags ? new ThreadMemory() : this.#memory.threads.copy(),
          proposals: this.#memory.proposals.copy(),
        };
        return work(draft);
      }),
    );
  }

  /** Of a draft: lets something be left out of each claim that is derived from now on. */
  leaveOut(left: (claim: Claim) => Claim): void {
    this.#left = left;
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
    if (nodes.length + edges.length + goneNodes.length + goneEdges.length === 0) return;
    this.#memory.proposals.forget(changes, this.view);
    this.view.apply(changes);
    this.#pending.push(changes);
  }

  async #derive() {
    for (const derivation of derivations) {
      const concerned =
        this.#fromScratch ||
        this.#pending.some((changes) => concerns(derivation, changes, this.view));
      if (!concerned) continue;
      const claims = catchUp(derivation, this.view, this.#ledger, Date.now()).map(this.#left);
      for (let from = 0; from < claims.length; from += batchSize)
        this.#take((await write(this.store, claims.slice(from, from + batchSize))).changes);
    }
  }

  async #evaluate(changes: readonly Changes[]) {
    const at = Date.now();
    const { findings, populations } = await evaluate({
      store: this.store,
      view: this.view,
      projection: this.#projection,
      rules: this.rules,
      memory: this.#memory,
      at,
    });
    this.#evaluated = { at, populations };
    const by = blameOf(changes);
    const before = [...this.#findings.values()];
    const turned = transition(before, findings, by, at, {
      populations,
      name: (uid) => nameOf(this.view.node(uid) ?? { uid, props: {} }),
    });
    const claims = turned.changed.map((finding) => findingClaim(finding, at));
    if (claims.length) {
      const { changes: written } = await write(this.store, claims);
      this.view.apply(written);
    }
    this.#findings = new Map(turned.all.map((finding) => [finding.id, finding]));
    return { opened: turned.opened, closed: turned.closed };
  }
}
