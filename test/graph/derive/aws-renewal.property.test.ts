import fc from 'fast-check';
import { expect, test } from 'vitest';
import { View } from '../../../graph/view.ts';
import { change, changed, held, open, rearrangement, start } from './random-accounts.ts';
import { coming, crowd, little } from './random-comings.ts';
import { hashes, settledOn, whole } from './renewed.ts';

test.each([
  ['anything', 200, change, start, held],
  ['how accounts stand in organisations', 80, rearrangement, [...start, ...open], held],
  ['what comes and goes', 400, coming, little, []],
  ['what comes and goes among many', 80, coming, [...little, ...crowd], []],
] as const)(
  'what is derived after each change is what is derived from nothing: of %s',
  (_, numRuns, of, nodes, edges) => {
    fc.assert(
      fc.property(
        fc.array(fc.array(of, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 10 }),
        (steps) => {
          const view = new View(nodes, edges);
          const ledger = settledOn(view);
          for (const step of steps) {
            for (const item of step) view.apply(changed(item));
            whole(view, ledger);
            const fresh = settledOn(new View(view.nodes(), view.edges()));
            expect(hashes(ledger)).toEqual(hashes(fresh));
          }
        },
      ),
      { numRuns },
    );
  },
  180_000,
);
