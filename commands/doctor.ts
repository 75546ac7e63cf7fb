import packageJson from '../package.json' with { type: 'json' };
import { command } from './command.ts';

const hour = 3_600_000;

const age = (milliseconds: number) => {
  const hours = milliseconds / hour;
  return hours < 1
    ? `${Math.round(hours * 60)} min`
    : hours < 48
      ? `${Math.round(hours)} h`
      : `${Math.round(hours / 24)} d`;
};

/** Where one process derives for all who share an estate. */
const roles = { alone: '', leader: '; derives for all', follower: '; another process derives' };

export default command({
  name: 'doctor',
  summary: 'Show versions, counts, how fresh each source is, and what lags behind',
  usage: '',
  options: {},
  async run({ options, io, estate }) {
    const opened = await estate();
    const { store, view, rules, findings, lags, folder } = opened;
    const sources = await opened.freshness();
    const kinds = Map.groupBy(view.nodes(), ({ kind }) => kind);
    const stubs = [...view.nodes()].filter(({ stub }) => stub).length;
    const report = {
      version: packageJson.version,
      node: process.versions.node,
      store: store.name,
      folder,
      counts: view.size,
      kinds: Object.fromEntries(
        [...kinds].map(([kind, nodes]) => [kind, nodes.length] as const).sort(),
      ),
      notCollected: stubs,
      rules: rules.length,
      openFindings: [...findings.values()].filter(({ status }) => status === 'open').length,
      upToDate: !lags,
      role: opened.role,
      sources,
      ...(opened.settledAt ? { settledAt: opened.settledAt } : {}),
    };
    if (options.json) {
      io.out(`${JSON.stringify(report)}\n`);
      return 0;
    }
    io.out(`cutset ${report.version} on Node ${report.node}, store ${report.store}\n`);
    io.out(
      `${view.size.nodes} nodes, ${view.size.edges} edges; ${stubs} nodes are referred to but not collected\n`,
    );
    io.out(
      `${rules.length} rules, ${report.openFindings} open findings${lags ? '; derived facts lag behind' : ''}${roles[opened.role]}\n`,
    );
    if (sources.length === 0) io.out('no source has spoken yet: cutset ingest PATH...\n');
    for (const { owner, source, lastAt } of sources)
      io.out(`  ${owner}  last record ${age(Date.now() - lastAt)} old  (${source})\n`);
    return 0;
  },
});
