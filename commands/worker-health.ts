import { askStore } from '../api/http/health.ts';
import { serveHealth } from '../api/http/health-site.ts';
import { metricsOf, type Metrics } from '../api/metrics/metrics.ts';
import type { Estate } from '../graph/estate.ts';

/** How a worker fares, told as it goes. */
export class WorkerHealth {
  #partitions: number | undefined;
  #mishap: string | null = null;
  #metrics: Metrics | null = null;
  #store: () => Promise<string | null> = () => Promise.resolve(null);
  readonly #trouble: () => string | null;

  /** `trouble`: what keeps findings from being current now, beside what hinders reading. */
  constructor(trouble: () => string | null) {
    this.#trouble = trouble;
  }

  /** Its estate is open. */
  opened(estate: Estate): void {
    this.#metrics = metricsOf({ estate });
    this.#store = askStore(async () => {
      await estate.store.read('RETURN 1 AS one', {}, { timeout: 2_000 });
    });
  }

  /** The group has assigned partitions, some or none. */
  joined(partitions: number): void {
    this.#partitions = partitions;
    this.#mishap = null;
  }

  /** What was read cannot be kept, or nothing be read, for now. */
  mishap(reason: string): void {
    this.#mishap = reason;
  }

  /** What it waited for is over. */
  progressed(): void {
    this.#mishap = null;
  }

  /** Serves it with metrics at a port of loopback; gives the address and how to end. */
  async serve(port: number) {
    const { address, close } = await serveHealth(port, {
      metrics: () => this.#metrics,
      readiness: () => this.#readiness(),
    });
    return {
      address,
      close: () => {
        this.#metrics?.close();
        return close();
      },
    };
  }

  async #readiness() {
    const reason = this.#mishap ?? (await this.#store()) ?? this.#trouble();
    if (reason !== null) return { ready: false, state: 'waiting', reason };
    if (this.#partitions !== undefined)
      return { ready: true, state: 'reading', partitions: this.#partitions, reason: null };
    const missing = this.#metrics ? 'no partitions are assigned' : 'the estate is not open';
    return { ready: false, state: 'starting', reason: `${missing} yet` };
  }
}
