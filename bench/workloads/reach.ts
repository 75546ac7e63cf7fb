import { probability } from '../../graph/findings/priors.ts';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { Projection } from '../../graph/projection/projection.ts';
import { View } from '../../graph/view.ts';
import { SyntheticEstate } from '../estate.ts';
import { figure, times } from '../measure.ts';
import { pick, random } from '../random.ts';
import { workload } from '../workload.ts';

export default workload({
  name: 'reach',
  doc: 'what can be reached from a node, and who can get to one',
  size: { nodes: 100_000, edges: 500_000 },
  run(size) {
    const estate = new SyntheticEstate(size);
    const view = new View(estate.nodes(), estate.edges());
    const projection = new Projection(view.nodes(), view.edges(), probability);
    const next = random(size.seed + 2);
    let states = 0;
    const series = (
      what: string,
      runs: number,
      from: () => ReturnType<typeof endsFrom>,
      backward = false,
    ) => {
      states = 0;
      const took = times(runs, () => {
        states += projection.reach({ from: from(), backward }).reached.length;
      });
      return figure(what, took, { note: `${Math.round(states / runs)} states on average` });
    };
    return {
      on: projection.size,
      figures: [
        series('from the internet', 10, () => endsFrom(view, 'internet')),
        series('from an identity', 50, () => endsFrom(view, pick(next, estate.uidsOf('Identity')))),
        series('to a store', 50, () => endsTo(view, pick(next, estate.uidsOf('DataStore'))), true),
        series('to all sensitive data', 5, () => endsTo(view, 'sensitive'), true),
      ],
    };
  },
});
