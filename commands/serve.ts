import { once } from 'node:events';
import { readCollectorTokens } from '../api/http/collector-tokens.ts';
import { openDoor } from '../api/http/door.ts';
import { waiting } from '../api/http/waiting.ts';
import type { RunCommand } from '../api/http/command-stream.ts';
import { removeServerFile, writeServerFile } from '../api/server-file.ts';
import { startServer } from '../api/server.ts';
import { readConfig } from '../config.ts';
import { loadDemo } from '../demo/load.ts';
import { fail, Failure, must, reasonOf } from '../graph/errors.ts';
import type { Estate } from '../graph/estate.ts';
import { passes } from '../graph/patience.ts';
import { scheduleReports } from '../report/schedule.ts';
import { command, type Invocation, type Io, type Options } from './command.ts';
import { takeExports } from './exports.ts';
import { auditIn, logOf } from './logs.ts';
import { begin, Outage, untilStopped } from './outage.ts';
import { portOf } from './port.ts';
import { loadCommand } from './registry.ts';
import { runOn } from './run.ts';
import { shareEstate } from './shared-estate.ts';
import { StoreWatch } from './watch-store.ts';

const isEmpty = ({ view, demo }: Estate) => demo === 'none' && view.size.nodes <= 1;

/** Fills an empty estate with the demo, and brings everything up to date. */
async function makeReady(estate: Estate, io: Io, wanted: boolean): Promise<void> {
  if (wanted && isEmpty(estate)) {
    io.progress('filling the empty estate with the demo');
    await loadDemo(estate);
    io.err('this estate was empty: it holds the demo now, and your first ingest replaces it\n');
  }
  io.progress('deriving access, exposure and paths');
  const { opened, milliseconds } = await estate.settle();
  io.err(
    `${estate.view.size.nodes} nodes, ${estate.view.size.edges} edges, ` +
      `${estate.findings.size} findings (${opened.length} new) in ${Math.round(milliseconds)} ms\n`,
  );
}

/** Runs what other terminals ask for, once the estate is ready for it. */
const runnerOn =
  (estate: Estate, ready: Promise<void>): RunCommand =>
  async (name, args, io) => {
    const asked = await loadCommand(name);
    if (!asked || asked.local) fail('USAGE', `a server does not run "${name}"`);
    await ready;
    return runOn(estate, { command: asked, argv: args, io });
  };

/** A folder that another server holds is for people to know at once. */
const waitsFor = (thrown: unknown) =>
  passes(thrown) && !(thrown instanceof Failure && thrown.code === 'ESTATE_LOCKED');

const options = {
  port: { type: 'string', value: 'N', doc: 'port (default 7311; 0 = any that is free)' },
  host: { type: 'string', value: 'ADDRESS', doc: 'loopback address (default 127.0.0.1)' },
  'no-demo': { type: 'boolean', doc: 'leave an empty estate empty' },
  'report-cron': {
    type: 'string',
    value: 'CRON',
    doc: 'write reports by this schedule, e.g. "0 6 * * 1"',
  },
} as const satisfies Options;

async function work({ options: given, io, estate }: Invocation<typeof options>): Promise<void> {
  const config = readConfig();
  const tokens = config.CUTSET_COLLECTOR_TOKENS;
  const knowsCollector = tokens === undefined ? () => false : readCollectorTokens(tokens);
  const log = logOf(config.CUTSET_LOG_LEVEL);
  const published = config.CUTSET_PUBLISHED_AS;
  await using closing = new AsyncDisposableStack();
  const door = await openDoor({
    host: given.host ?? config.CUTSET_HOST,
    port: portOf(given.port, config.CUTSET_PORT),
    ...(published !== undefined && { published }),
    log,
  });
  closing.defer(() => door.close());
  log.info({ settings: config }, 'settings');
  let reason = 'the estate is not open yet';
  door.answer(waiting({ door, knowsCollector, log, reason: () => reason }));
  const outage = new Outage(io);
  const starting = <T>(begun: () => Promise<T>) =>
    begin(begun, {
      signal: io.signal,
      when: waitsFor,
      onMishap: (told) => {
        outage.tell(told);
        reason = told;
      },
    });
  const opened = await starting(estate);
  const watch = closing.use(
    new StoreWatch(opened.store, (text) => {
      io.err(text);
    }),
  );
  const folder = must(opened.folder, 'folder of the estate');
  const audit = auditIn(folder);
  const cron = given['report-cron'] ?? config.CUTSET_REPORT_CRON;
  if (cron !== undefined) {
    const reports = scheduleReports(opened, cron, config.CUTSET_REPORT_FOLDER, (outcome) => {
      if ('paths' in outcome) log.info({ paths: outcome.paths }, 'a report was written');
      else log.error({ err: outcome.error }, 'a report was not written');
    });
    closing.defer(() => reports.stop());
  }
  const served = Promise.withResolvers<void>();
  const ready = served.promise.then(() =>
    starting(() => makeReady(opened, io, !(given['no-demo'] ?? config.CUTSET_NO_DEMO))),
  );
  const taking = closing.use(takeExports({ estate: opened, io, log, config, ready }));
  const replica = await starting(() =>
    shareEstate(opened, config, {
      follows: true,
      ask: taking.ask,
      onMishap: (told) => {
        log.warn({ reason: told }, 'changes of others may be late');
      },
    }),
  );
  closing.defer(() => replica?.close());
  const server = startServer(
    {
      ...taking,
      trouble: () => watch.trouble ?? taking.trouble() ?? replica?.trouble ?? null,
      knowsCollector,
      estate: opened,
      log,
      audit,
      runCommand: runnerOn(opened, ready),
      leaveDemo: async () => {
        await ready;
        await opened.clear();
        await opened.settle();
      },
    },
    door,
    {
      onSignIn: (link) => {
        io.err(`a browser signed in; for another one: ${link}\n`);
      },
    },
  );
  served.resolve();
  closing.defer(() => ready.catch(() => undefined));
  closing.defer(() => server.close());
  writeServerFile(folder, { address: server.address, token: server.token, pid: process.pid });
  closing.defer(() => {
    removeServerFile(folder);
  });
  if (given.json) io.out(`${JSON.stringify({ address: server.address, link: server.link() })}\n`);
  else io.out(`Cutset is at ${server.link()}\n`);
  ready.catch((error: unknown) => {
    log.error({ err: error }, 'the estate could not be brought up to date');
    io.err(`the estate could not be brought up to date: ${reasonOf(error)}\n`);
  });
  if (!io.signal.aborted) await once(io.signal, 'abort');
}

export default command({
  name: 'serve',
  summary: 'Serve the explorer and the API; an empty estate is filled with the demo',
  usage: '',
  local: true,
  settles: true,
  creates: true,
  options,
  run: (invocation) => untilStopped(invocation.io, () => work(invocation)),
});
