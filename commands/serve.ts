import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { readCollectorTokens } from '../api/http/collector-tokens.ts';
import { checkLoopback } from '../api/http/guard.ts';
import type { RunCommand } from '../api/http/command-stream.ts';
import { removeServerFile, writeServerFile } from '../api/server-file.ts';
import { startServer } from '../api/server.ts';
import { readConfig, type Config } from '../config.ts';
import { loadDemo } from '../demo/load.ts';
import { fail, must, reasonOf } from '../graph/errors.ts';
import type { Estate } from '../graph/estate.ts';
import { scheduleReports } from '../report/schedule.ts';
import { command, type Io } from './command.ts';
import { takeExports } from './exports.ts';
import { portOf } from './port.ts';
import { loadCommand } from './registry.ts';
import { runOn } from './run.ts';
import { shareEstate } from './shared-estate.ts';

const redact = ['token', '*.token', 'authorization', '*.authorization', '*.cookie'];

/** What goes wrong, on standard error; and who asked for what, in the estate's folder. */
function logs(folder: string, level: Config['CUTSET_LOG_LEVEL']): { log: Logger; audit: Logger } {
  const to = pino.destination({ dest: join(folder, 'audit.log'), mode: 0o600, sync: true });
  return {
    log: pino({ level, redact, base: null }, pino.destination({ dest: 2, sync: true })),
    audit: pino({ redact, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to),
  };
}

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

export default command({
  name: 'serve',
  summary: 'Serve the explorer and the API; an empty estate is filled with the demo',
  usage: '',
  local: true,
  settles: true,
  creates: true,
  options: {
    port: { type: 'string', value: 'N', doc: 'port (default 7311; 0 = any that is free)' },
    host: { type: 'string', value: 'ADDRESS', doc: 'loopback address (default 127.0.0.1)' },
    'no-demo': { type: 'boolean', doc: 'leave an empty estate empty' },
    'report-cron': {
      type: 'string',
      value: 'CRON',
      doc: 'write reports by this schedule, e.g. "0 6 * * 1"',
    },
  },
  async run({ options, io, estate }) {
    const config = readConfig();
    const host = options.host ?? config.CUTSET_HOST;
    const port = portOf(options.port, config.CUTSET_PORT);
    const published = config.CUTSET_PUBLISHED_AS;
    checkLoopback(host, published);
    const tokens = config.CUTSET_COLLECTOR_TOKENS;
    const knowsCollector = tokens === undefined ? () => false : readCollectorTokens(tokens);
    const opened = await estate();
    const folder = must(opened.folder, 'folder of the estate');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { log, audit } = logs(folder, config.CUTSET_LOG_LEVEL);

    log.info({ settings: config }, 'settings');
    await using closing = new AsyncDisposableStack();
    const cron = options['report-cron'] ?? config.CUTSET_REPORT_CRON;
    if (cron !== undefined) {
      const reports = scheduleReports(opened, cron, config.CUTSET_REPORT_FOLDER, (outcome) => {
        if ('paths' in outcome) log.info({ paths: outcome.paths }, 'a report was written');
        else log.error({ err: outcome.error }, 'a report was not written');
      });
      closing.defer(() => reports.stop());
    }
    const begin = Promise.withResolvers<void>();
    const ready = begin.promise.then(() =>
      makeReady(opened, io, !(options['no-demo'] ?? config.CUTSET_NO_DEMO)),
    );
    const taking = closing.use(takeExports({ estate: opened, io, log, config, ready }));
    const replica = await shareEstate(opened, config, {
      follows: true,
      ask: taking.ask,
      onMishap: (reason) => {
        log.warn({ reason }, 'changes of others may be late');
      },
    });
    closing.defer(() => replica?.close());
    const server = await startServer(
      {
        ...taking,
        trouble: () => taking.trouble() ?? replica?.trouble ?? null,
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
      {
        host,
        port,
        ...(published !== undefined && { published }),
        onSignIn: (link) => {
          io.err(`a browser signed in; for another one: ${link}\n`);
        },
      },
    );
    begin.resolve();
    closing.defer(() => ready.catch(() => undefined));
    closing.defer(() => server.close());
    writeServerFile(folder, { address: server.address, token: server.token, pid: process.pid });
    closing.defer(() => {
      removeServerFile(folder);
    });
    if (options.json)
      io.out(`${JSON.stringify({ address: server.address, link: server.link() })}\n`);
    else io.out(`Cutset is at ${server.link()}\n`);
    ready.catch((error: unknown) => {
      log.error({ err: error }, 'the estate could not be brought up to date');
      io.err(`the estate could not be brought up to date: ${reasonOf(error)}\n`);
    });
    if (!io.signal.aborted) await once(io.signal, 'abort');
    return 0;
  },
});
