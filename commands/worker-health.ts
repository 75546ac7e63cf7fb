import { askStore } from '../api/http/health.ts';
import { serveHealth } from '../api/http/health-site.ts';
import { metricsOf } from '../api/metrics/metrics.ts';
import type { Estate } from '../graph/estate.ts';

/** How a worker fares, told as it goes. */
export class WorkerHealth {
  #partitions: number | undefined;
  #mishap: string | null = null;
  readonly #trouble: () => string | null;

  /** `trouble`: what keeps findings from being current now, beside what hinders reading. */
  constructor(trouble: () => string | null) {
    this.#trouble = trouble;
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

  /** What was read is kept. */
  progressed(): void {
    this.#mishap = null;
  }

  /** Serves it with metrics at a port of loopback; gives the address and how to end. */
  async serve(port: number, estate: Estate) {
    const store = askStore(async () => {
      await estate.store.read('RETURN 1 AS one', {}, { timeout: 2_000 });
    });
    const metrics = metricsOf({ estate });
    const site = await serveHealth(port, {
      metrics,
      readiness: async () => {
        const reason = (await store()) ?? this.#mishap ?? this.#trouble();
        if (reason !== null) return { ready: false, state: 'waiting', reason };
        return this.#partitions === undefined
          ? { ready: false, state: 'starting', reason: 'no partitions are assigned yet' }
          : { ready: true, state: 'reading', partitions: this.#partitions, reason: null };
      },
    });
    return {
      address: site.address,
      close: () => {
        metrics.close();
        site.close();
      },
    };
  }
}
