import { expect, test } from 'vitest';
import { SyntheticEstate } from '../../../bench/estate.ts';
import { smallestCut } from '../../../graph/cuts/smallest-cut.ts';
import { loadSolver } from '../../../graph/cuts/solver.ts';
import { waysIn } from '../../../graph/cuts/ways.ts';
import { endsFrom, endsTo } from '../../../graph/projection/ends.ts';
import { Projection } from '../../../graph/projection/projection.ts';
import { View } from '../../../graph/view.ts';

test.each([1, 2, 3])(
  'among many paths the cheapest cut costs the same however they are found (seed %i)',
  async (seed) => {
    const solver = await loadSolver();
    const estate = new SyntheticEstate({ nodes: 4_000, edges: 18_000, seed });
    const view = new View(estate.nodes(), estate.edges());
    const projection = new Projection(view.nodes(), view.edges());
    const ends = { from: endsFrom(view, 'kind:Agent'), to: endsTo(view, 'sensitive') };
    const cuts = [5, 1_000].map((most) => {
      let seen = 0;
      const survivors = (avoid: ReadonlySet<string>) => {
        const found = projection.witnesses({ ...ends, avoid }, most);
        seen += found.length;
        return found.map(({ hops }) => hops.map(({ edge }) => edge));
      };
      const ways = waysIn(view, 0);
      const prices = { of: ({ effort }: { effort: number }) => effort, loss: 2 };
      const cut = smallestCut(survivors, ways, { prices, timeout: 60_000, solver });
      expect(seen).toBeGreaterThan(64);
      const gone = (ids: string[]) => ways.ended(new Set(ids));
      const ids = cut.changes.map(({ id }) => id);
      expect(survivors(gone(ids))).toEqual([]);
      for (const one of ids)
        expect(survivors(gone(ids.filter((id) => id !== one)))).not.toEqual([]);
      expect(cut.bound).toBe(cut.price);
      return cut.price;
    });
    expect(cuts[0]).toBeGreaterThan(10);
    expect(cuts[1]).toBe(cuts[0]);
  },
);
