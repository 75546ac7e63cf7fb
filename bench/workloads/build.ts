import { probability } from '../../graph/findings/priors.ts';
import { Projection } from '../../graph/projection/projection.ts';
import { SyntheticEstate } from '../estate.ts';
import { bytesInUse, figure, times } from '../measure.ts';
import { workload } from '../workload.ts';

export default workload({
  name: 'build',
  doc: 'the projection built from nodes and edges in memory, and what it weighs',
  size: { nodes: 100_000, edges: 500_000 },
  run(size) {
    const estate = new SyntheticEstate(size);
    const nodes = [...estate.nodes()];
    const edges = [...estate.edges()];
    const runs = edges.length > 1_000_000 ? 3 : 7;
    // The first one joins the pieces of which the estate made its uids: they are the estate's memory.
    const built = () => new Projection(nodes, edges, probability);
    built();
    let projection = new Projection([], []);
    const before = bytesInUse();
    const took = times(runs, () => {
      projection = built();
    });
    const all = bytesInUse() - before;
    const { size: held } = projection;
    const goal = { of: 'median' as const, atMost: 40 };
    return {
      on: { nodes: held.nodes, edges: held.edges },
      figures: [
        figure('build', took),
        figure('memory, arrays alone', [held.bytes / held.edges], { unit: 'B/edge' }),
        figure('memory, with the index of uids', [all / held.edges], { unit: 'B/edge', goal }),
      ],
    };
  },
});
