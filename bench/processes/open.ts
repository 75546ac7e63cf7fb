import { probability } from '../../graph/findings/priors.ts';
import { maxHops } from '../../graph/findings/thread.ts';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { Projection } from '../../graph/projection/projection.ts';
import { openStore } from '../../graph/store/open.ts';
import { View } from '../../graph/view.ts';
import { answer } from '../apart.ts';
import { turned } from '../change.ts';
import { bytesInUse, times } from '../measure.ts';

export interface OpenTask {
  folder: string;
  analyses: number;
  changes: number;
}

/** What opening took, in milliseconds and bytes, and analyses and changes, each a series. */
export interface Opened {
  counts: Record<'nodes' | 'edges' | 'targets' | 'exposed', number>;
  took: Record<'store' | 'view' | 'projection', number>;
  bytes: Record<'view' | 'projection' | 'peak', number>;
  analyses: Record<'all' | 'busy' | 'reach' | 'paths' | 'exposure', number[]>;
  changes: number[];
}

answer<OpenTask, Opened>(async ({ folder, analyses: runs, changes: rounds }) => {
  let peak = 0;
  const look = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  setInterval(look, 100);
  let last = performance.now();
  const lap = () => -last + (last = performance.now());
  const held = () => {
    const bytes = bytesInUse();
    last = performance.now();
    return bytes;
  };

  const store = await openStore({ folder });
  const took = { store: lap(), view: 0, projection: 0 };
  const empty = held();
  const view = await View.load(store);
  took.view = lap();
  const viewed = held();
  const projection = new Projection(view.nodes(), view.edges(), probability);
  took.projection = lap();
  const bytes = { view: viewed - empty, projection: held() - viewed, peak: 0 };

  const [from, to] = [endsFrom(view, 'internet'), endsTo(view, 'sensitive')];
  const change = turned(view, 'CAN_READ');
  const analyses: Opened['analyses'] = { all: [], busy: [], reach: [], paths: [], exposure: [] };
  let exposed = 0;
  for (let run = 0; run < runs; run++) {
    // A change makes it forget what it learnt of the graph in the analysis before.
    const changes = change();
    view.apply(changes);
    projection.apply([changes], view);
    const cpu = process.cpuUsage();
    last = performance.now();
    exposed = projection.reachable({ from }, (reached) => {
      analyses.reach.push(lap());
      projection.paths({ from, to, k: 10 });
      analyses.paths.push(lap());
      return to.filter(({ uid, capability }) =>
        reached.at(uid).some((state) => state.capability === capability),
      ).length;
    });
    analyses.exposure.push(lap());
    const { user, system } = process.cpuUsage(cpu);
    analyses.busy.push((user + system) / 1_000);
    const { reach, paths, exposure } = analyses;
    analyses.all.push((reach[run] ?? 0) + (paths[run] ?? 0) + (exposure[run] ?? 0));
    look();
  }
  const changes = times(rounds, () => {
    const made = change();
    view.apply(made);
    projection.apply([made], view, maxHops);
    projection.paths({ from, to, k: 10 });
  });
  await store.close();
  const counts = { ...view.size, targets: to.length, exposed };
  return { counts, took, bytes: { ...bytes, peak: look() }, analyses, changes };
});
