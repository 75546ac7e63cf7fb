import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../../graph/errors.ts';
import type { Estate } from '../../graph/estate.ts';
import { latestVersion } from '../../graph/workspace.ts';
import { decodeChange, namedIn } from './change.ts';
import type { StreamRecord } from './record.ts';
import { Teller, type TellerOptions } from './teller.ts';

export interface ReplicaOptions extends TellerOptions {
  /** Milliseconds after which a silent leader is given up. */
  sessionMs: number;
  /** False for one that writes, and leaves it to others to keep current and to derive. */
  follows: boolean;
  /** Called where the estate has something to settle. */
  ask: () => void;
}

const bytes = { inFlightBytes: 32 << 20, chunkBytes: 4 << 20 };
const checkEvery = 2_000;
/** Milliseconds that word of a write may be late. */
const grace = 6_000;

/**
 * Keeps an estate on a shared store current: tells others what this process writes, takes in what
 * they write, and stands for election to derive. The store is what counts: word that is late, twice
 * or lost does no harm, since writes are numbered, and what is missed is read anew.
 */
export class Replica {
  readonly #estate: Estate;
  readonly #options: ReplicaOptions;
  readonly #stop = new AbortController();
  readonly #teller: Teller;
  readonly #elected = Promise.withResolvers<void>();
  readonly #working: Promise<unknown>;
  #lost = false;
  #behind: { upTo: number; since: number } | null = null;

  private constructor(estate: Estate, teller: Teller, options: ReplicaOptions) {
    this.#estate = estate;
    this.#options = options;
    this.#teller = teller;
    estate.role = 'follower';
    this.#working = options.follows
      ? Promise.all([this.#follow(), this.#check()])
      : Promise.resolve();
  }

  /** Until Kafka says who derives, this process does not. */
  static async join(estate: Estate, options: ReplicaOptions): Promise<Replica> {
    return new Replica(estate, await Teller.of(estate, options), options);
  }

  /** Resolves when it is known who derives. */
  get elected(): Promise<void> {
    return this.#elected.promise;
  }

  /** What keeps it from being current; null while nothing does. */
  get trouble(): string | null {
    // Who only writes reaches Kafka for the first time when there is something to tell.
    return this.#lost || (this.#options.follows && !this.#teller.reached)
      ? "Kafka does not answer: nobody is chosen to derive, and word of others' writes is late"
      : null;
  }

  /** Leaves: what is written is told first, and another may derive at once. */
  async close(): Promise<void> {
    this.#estate.role = 'follower';
    this.#stop.abort();
    this.#elected.resolve();
    this.#teller.giveUp();
    await this.#working;
    await this.#teller.close();
  }

  async #follow() {
    const stream = await this.#teller.stream();
    if (!stream) return;
    const { topic, sessionMs } = this.#options;
    const mine = `${topic}.reader.${crypto.randomUUID()}`;
    const onMishap = (reason: string) => {
      this.#lost = true;
      this.#options.onMishap(reason);
    };
    const shared = { topics: [topic], sessionMs, signal: this.#stop.signal, onMishap, ...bytes };
    await Promise.all([
      stream.consume({
        ...shared,
        group: mine,
        deliver: (records) => this.#take(records),
      }),
      stream.consume({
        ...shared,
        group: `${topic}.leader.${this.#teller.store}`,
        deliver: () => Promise.resolve(),
        leads: () => this.#estate.role === 'leader',
        onAssigned: (partitions) => {
          this.#lost = false;
          this.#estate.role = partitions > 0 ? 'leader' : 'follower';
          this.#elected.resolve();
          this.#options.ask();
        },
      }),
    ]);
    await stream.forget(mine);
  }

  async #take(records: readonly StreamRecord[]) {
    const { turn, role } = this.#estate;
    const told = records
      .map(({ value }) => decodeChange(value))
      .filter((change) => change?.store === this.#teller.store)
      .filter((change) => change !== null);
    const news = told.filter(
      (change) => change.what !== 'settled' && !turn.versions.knows(change.version),
    );
    const some = news.filter((change) => change.what === 'some');
    const all = news.filter((change) => change.what === 'all');
    if (some.length > 0) await this.#estate.learn(namedIn(some));
    if (all.length > 0) await this.#estate.reload(Math.max(...all.map(({ version }) => version)));
    if (news.length > 0 || (role !== 'leader' && told.some(({ what }) => what === 'settled')))
      this.#options.ask();
  }

  /** Reads everything anew where word of a write does not come, or a backup took the store's place. */
  async #check() {
    for (; !this.#stop.signal.aborted; await this.#rest(checkEvery)) {
      const { upTo } = this.#estate.turn.versions;
      const version = await latestVersion(this.#estate.store).catch(() => upTo);
      if (version === upTo) this.#behind = null;
      else if (this.#behind?.upTo !== upTo) this.#behind = { upTo, since: performance.now() };
      else if (performance.now() - this.#behind.since > grace) await this.#reload(version);
    }
  }

  async #reload(version: number) {
    const isBack = version < this.#estate.turn.versions.upTo;
    try {
      await this.#estate.reload(isBack ? Infinity : version);
      this.#behind = null;
      this.#options.ask();
    } catch (error) {
      this.#options.onMishap(reasonOf(error));
    }
  }

  async #rest(milliseconds: number) {
    await sleep(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
