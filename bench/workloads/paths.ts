import { probability } from '../../graph/findings/priors.ts';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { Projection } from '../../graph/projection/projection.ts';
import type { PathQuery } from '../../graph/projection/search.ts';
import { View } from '../../graph/view.ts';
import { turned } from '../change.ts';
import { SyntheticEstate } from '../estate.ts';
import { figure, times } from '../measure.ts';
import { pick, random } from '../random.ts';
import { workload } from '../workload.ts';

export default workload({
  name: 'paths',
  doc: 'the best 10 paths between sets and between single nodes',
  size: { nodes: 100_000, edges: 500_000 },
  run(size) {
    const estate = new SyntheticEstate(size);
    const view = new View(estate.nodes(), estate.edges());
    const projection = new Projection(view.nodes(), view.edges(), probability);
    const next = random(size.seed + 2);
    const internet = endsFrom(view, 'internet');
    const sensitive = endsTo(view, 'sensitive');
    const endpoint = () => endsFrom(view, pick(next, estate.uidsOf('Endpoint')));
    const identity = () => endsFrom(view, pick(next, estate.uidsOf('Identity')));
    const store = () => endsTo(view, pick(next, estate.uidsOf('DataStore')));
    let [found, late] = [0, 0];
    const ask = (query: PathQuery) => {
      const { paths, late: ran } = projection.paths({ k: 10, ...query });
      found += Number(paths.length > 0);
      late += Number(ran === true);
    };
    /** Latency of queries; the number that found a path is noted, because others end otherwise. */
    const series = (what: string, runs: number, query: () => PathQuery, atMost?: number) => {
      [found, late] = [0, 0];
      const queries = Array.from({ length: runs }, query);
      const took = times(runs, (run) => {
        ask(queries[run] as PathQuery);
      });
      const note = `${found} of ${runs} have paths${late > 0 ? `, ${late} out of time` : ''}`;
      const goal = atMost === undefined ? {} : { goal: { of: 'p95' as const, atMost } };
      return figure(what, took, { note, ...goal });
    };
    const forgetful = (what: string, runs: number, query: () => PathQuery, atMost?: number) => {
      const turn = turned(view, 'CAN_READ');
      [found, late] = [0, 0];
      const took = Array.from({ length: runs }, () => {
        const changes = turn();
        view.apply(changes);
        projection.apply([changes], view);
        return times(1, () => {
          ask(query());
        });
      }).flat();
      const goal = atMost === undefined ? {} : { goal: { of: 'p95' as const, atMost } };
      return figure(what, took, { note: `${found} of ${runs} have paths`, ...goal });
    };
    const all = () => ({ from: internet, to: sensitive });
    return {
      on: { ...projection.size, starts: internet.length, targets: sensitive.length },
      figures: [
        forgetful('internet to sensitive, after a change', 40, all, 50),
        series('internet to sensitive, again', 200, all, 50),
        series('an endpoint to sensitive', 200, () => ({ from: endpoint(), to: sensitive })),
        series('an identity to sensitive', 200, () => ({ from: identity(), to: sensitive })),
        series('internet to one store', 200, () => ({ from: internet, to: store() })),
        series('an identity to one store', 200, () => ({ from: identity(), to: store() })),
        series('an identity to one store, 4 hops, best', 200, () => ({
          from: identity(),
          to: store(),
          k: 1,
          maxHops: 4,
        })),
      ],
    };
  },
});
