import { expect, test } from 'vitest';
import { SyntheticEstate } from '../../../bench/estate.ts';
import { trailOf } from '../../../graph/cuts/known-paths.ts';
import { smallestCut, type Survivors } from '../../../graph/cuts/smallest-cut.ts';
import { loadSolver } from '../../../graph/cuts/solver.ts';
import { survivorsBetween } from '../../../graph/cuts/survivors.ts';
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
    const { lighter } = survivorsBetween(projection, ends);
    const ways: [number, Survivors['lighter']][] = [
      [5, undefined],
      [1_000, undefined],
      [1_000, lighter],
    ];
    const cuts = ways.map(([most, inPart]) => {
      let seen = 0;
      const found = (avoid: ReadonlySet<string>) => {
        const paths = projection.witnesses({ ...ends, avoid }, most);
        seen += paths.length;
        return paths.map(trailOf);
      };
      const survivors = Object.assign(found, inPart && { lighter: inPart });
      const changes = waysIn(view, 0);
      const prices = { of: ({ effort }: { effort: number }) => effort, loss: 2 };
      const cut = smallestCut(survivors, changes, { prices, timeout: 60_000, solver });
      expect(seen).toBeGreaterThan(64);
      const gone = (ids: string[]) => changes.ended(new Set(ids));
      const ids = cut.changes.map(({ id }) => id);
      expect(survivors(gone(ids))).toEqual([]);
      for (const one of ids)
        expect(survivors(gone(ids.filter((id) => id !== one)))).not.toEqual([]);
      expect(cut.bound).toBe(cut.price);
      return cut.price;
    });
    expect(cuts[0]).toBeGreaterThan(10);
    expect(new Set(cuts).size).toBe(1);
  },
);
