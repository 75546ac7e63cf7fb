import { hangsOn } from '../../graph/cuts/hangs.ts';
import { waysIn } from '../../graph/cuts/ways.ts';
import { probability } from '../../graph/findings/priors.ts';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { Projection } from '../../graph/projection/projection.ts';
import { View } from '../../graph/view.ts';
import { SyntheticEstate } from '../estate.ts';
import { figure, times } from '../measure.ts';
import { workload } from '../workload.ts';

/** Longer than any answer should take, so that what is counted is whole. */
const timeout = 60_000;

export default workload({
  name: 'choke',
  doc: 'what all paths between two sets must cross, with exact counts',
  size: { nodes: 100_000, edges: 500_000 },
  run(size) {
    const estate = new SyntheticEstate(size);
    const view = new View(estate.nodes(), estate.edges());
    const projection = new Projection(view.nodes(), view.edges(), probability);
    const hangs = hangsOn(waysIn(view, 0));
    const series = (runs: number, from: string, to: string) => {
      const ends = { from: endsFrom(view, from), to: endsTo(view, to) };
      let note = '';
      const took = times(runs, () => {
        const { pairs, points, truncated } = projection.chokePoints(ends, hangs, { timeout });
        note = `${pairs} pairs; the best closes ${points[0]?.closes ?? 0}${truncated ? `; ${truncated}` : ''}`;
      });
      return figure(`${from} to ${to}`, took, { note });
    };
    return {
      on: projection.size,
      figures: [
        series(3, 'internet', 'sensitive'),
        series(3, 'internet', 'admin'),
        series(1, 'kind:Identity', 'admin'),
        series(1, 'kind:Agent', 'sensitive'),
      ],
    };
  },
});
