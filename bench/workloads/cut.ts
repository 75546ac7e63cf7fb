import { cheapest } from '../../graph/cuts/offers.ts';
import type { Weights } from '../../graph/cuts/in-part.ts';
import type { Trail } from '../../graph/cuts/known-paths.ts';
import { smallestCut } from '../../graph/cuts/smallest-cut.ts';
import { loadSolver } from '../../graph/cuts/solver.ts';
import { survivorsBetween } from '../../graph/cuts/survivors.ts';
import { waysIn } from '../../graph/cuts/ways.ts';
import type { Edge } from '../../graph/entity.ts';
import { probability } from '../../graph/findings/priors.ts';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { Projection } from '../../graph/projection/projection.ts';
import { View } from '../../graph/view.ts';
import { SyntheticEstate } from '../estate.ts';
import { figure } from '../measure.ts';
import { random } from '../random.ts';
import { workload } from '../workload.ts';

const timeout = 20_000;
const now = Date.UTC(2026, 10, 1);

/** Statements of an identity, shared policies of an account, and edges that are in use. */
const statements = 3;
const policies = 60;
const shares = { shared: 0.3, second: 0.25, used: 0.2 };

const granted = /^(CAN_|ESCALATES)/;

/** Edges with the statements that grant them: some have two, and one statement grants many. */
function* caused(edges: Iterable<Edge>, next: () => number): Iterable<Edge> {
  for (const edge of edges) {
    if (!granted.test(edge.kind) || edge.kind === 'CAN_CALL' || edge.kind === 'CAN_STEAL') {
      yield edge;
      continue;
    }
    const statement = () => {
      const account = edge.from.split(':')[4] ?? '';
      const policy = `arn:aws:iam::${account}:policy/p${Math.floor(next() * next() * policies)}`;
      const holder = next() < shares.shared ? policy : edge.from;
      const say = `${edge.kind} ${Math.floor(next() * statements)}`;
      return [{ id: `${holder}#${say}`, type: 'statement', holder, say }];
    };
    const because = next() < shares.second ? [statement(), statement()] : [statement()];
    yield { ...edge, because, ...(next() < shares.used && { lastSeen: now - 1 }) };
  }
}

export default workload({
  name: 'cut',
  doc: 'the smallest changes after which no path is left, with their proof',
  size: { nodes: 100_000, edges: 500_000 },
  async run(size) {
    const solver = await loadSolver();
    const estate = new SyntheticEstate(size);
    const view = new View(estate.nodes(), caused(estate.edges(), random(size.seed + 3)));
    const projection = new Projection(view.nodes(), view.edges(), probability);
    const ways = waysIn(view, now);
    const series = (from: string, to: string) => {
      const started = performance.now();
      const ends = { from: endsFrom(view, from), to: endsTo(view, to) };
      const survivors = survivorsBetween(projection, ends);
      const seen = { looks: 0, paths: 0 };
      const counted = (trails: readonly Trail[]) => {
        seen.looks++;
        seen.paths += trails.length;
        return trails;
      };
      const { lighter } = survivors;
      const { changes, price, bound } = smallestCut(
        Object.assign(
          (gone: ReadonlySet<string>) => counted(survivors(gone)),
          lighter && { lighter: (weights: Weights) => counted(lighter(weights)) },
        ),
        ways,
        { prices: cheapest, timeout, solver },
      );
      const proof = bound >= price ? 'proved' : `not proved, at least ${bound}`;
      return figure(`${from} to ${to}`, [performance.now() - started], {
        note:
          `${changes.length} changes of price ${price}, ${proof}; ` +
          `${seen.paths} paths seen in ${seen.looks} looks`,
      });
    };
    return {
      on: projection.size,
      figures: [
        series('internet', 'sensitive'),
        series('internet', 'admin'),
        series('kind:Identity', 'admin'),
        series('kind:Agent', 'sensitive'),
      ],
    };
  },
});
