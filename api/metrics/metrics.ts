import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { severities } from '../../graph/findings/finding.ts';
import { tally } from '../../ingest/tally.ts';
import type { Served } from '../context.ts';
import { processMetrics } from './process.ts';
import { storeBytes } from './store-size.ts';

interface Parts {
  estate: Pick<
    Served,
    'store' | 'view' | 'findings' | 'settledAt' | 'lags' | 'role' | 'folder' | 'onSettled' | 'watch'
  >;
  /** Bytes of exports that are received and not yet written. */
  inFlight?: () => number;
  /** Browsers and programs that follow changes now. */
  subscribers?: () => number;
}

/** Metrics of one process, in the text format of Prometheus. */
export interface Metrics {
  contentType: string;
  text(): Promise<string>;
  close(): void;
}

/** What is known at the time of asking, by name: what it means, and how to tell it. */
const gauges: Record<string, [help: string, tell: (parts: Parts) => number | undefined]> = {
  cutset_nodes: ['Nodes of the graph', ({ estate }) => estate.view.size.nodes],
  cutset_edges: ['Edges of the graph', ({ estate }) => estate.view.size.edges],
  cutset_store_bytes: [
    'Bytes on disk of the embedded store',
    ({ estate }) => storeBytes(estate.folder),
  ],
  cutset_store_silent_seconds: [
    'Seconds for which a server has left a write without an answer',
    ({ estate }) => estate.store.silence(),
  ],
  cutset_settled_timestamp_seconds: [
    'When rules last ran',
    ({ estate }) => estate.settledAt / 1_000,
  ],
  cutset_lags: [
    '1 while derived facts and findings lag behind what was collected',
    ({ estate }) => Number(estate.lags),
  ],
  cutset_leads: [
    '1 where this process derives and runs the rules: alone, or as the leader',
    ({ estate }) => Number(estate.role !== 'follower'),
  ],
  cutset_live_subscribers: ['Clients that follow changes', ({ subscribers }) => subscribers?.()],
  cutset_otlp_in_flight_bytes: [
    'Bytes of exports that are received and not yet written',
    ({ inFlight }) => inFlight?.(),
  ],
};

/** The tally is kept whole elsewhere: a counter shows it as it stands when asked. */
function addTally(registers: Registry[]) {
  new Counter({
    name: 'cutset_records_total',
    help: 'Records by source, and what became of them since the start of the process',
    labelNames: ['source', 'outcome'],
    registers,
    collect() {
      this.reset();
      for (const [source, outcomes] of tally.read().records)
        for (const [outcome, count] of Object.entries(outcomes))
          this.inc({ source, outcome }, count);
    },
  });
  for (const [name, help, tell] of [
    [
      'cutset_claims_written_total',
      'Claims written; states that were known already are not',
      () => tally.read().claims,
    ],
    ['cutset_unresolved_total', 'Known fields without a meaning', () => tally.read().unresolved],
  ] as const)
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(tell());
      },
    });
}

/** Labels hold names of ours alone: sources, severities, outcomes. */
export function metricsOf(parts: Parts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  addTally(registers);
  for (const [name, [help, tell]] of Object.entries(gauges))
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const value = tell(parts);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  new Gauge({
    name: 'cutset_findings_open',
    help: 'Open findings by severity',
    labelNames: ['severity'],
    registers,
    collect() {
      for (const severity of severities) this.set({ severity }, 0);
      for (const { status, severity } of parts.estate.findings.values())
        if (status === 'open') this.inc({ severity });
    },
  });
  const settling = new Histogram({
    name: 'cutset_settle_seconds',
    help: 'Time to bring derived facts, projection and findings up to date',
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
    registers,
  });
  new Counter({
    name: 'cutset_settle_stage_seconds_total',
    help: 'Time of settling by what was done, since the start of the process',
    labelNames: ['stage'],
    registers,
    collect() {
      this.reset();
      for (const [stage, ms] of parts.estate.watch.stages) this.inc({ stage }, ms / 1_000);
    },
  });
  const off = parts.estate.onSettled(({ milliseconds }) => {
    settling.observe(milliseconds / 1_000);
  });
  const whole = Registry.merge([registry, processMetrics()]);
  return {
    contentType: whole.contentType,
    text: () => whole.metrics(),
    close: off,
  };
}
