import fc from 'fast-check';
import { expect, test } from 'vitest';
import awsAccess from '../../../graph/derive/aws-access.ts';
import awsAdmin from '../../../graph/derive/aws-admin.ts';
import awsCredentialTheft from '../../../graph/derive/aws-credential-theft.ts';
import awsEscalation from '../../../graph/derive/aws-escalation.ts';
import awsResourceSets from '../../../graph/derive/aws-resource-sets.ts';
import awsTrust from '../../../graph/derive/aws-trust.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import { catchUp, type DerivedLedger } from '../../../graph/derive/settle.ts';
import { View } from '../../../graph/view.ts';
import { change, changed, held, open, rearrangement, start } from './random-accounts.ts';

const derivations = [
  awsAccess,
  awsTrust,
  awsAdmin,
  awsEscalation,
  awsResourceSets,
  awsCredentialTheft,
] as readonly Derivation[];

const hashes = (ledger: DerivedLedger) =>
  [...ledger].map(([owner, subjects]) => [owner, Object.fromEntries([...subjects].sort())]);

test.each([
  ['anything', 200, change, start],
  ['how accounts stand in organisations', 80, rearrangement, [...start, ...open]],
] as const)(
  'what is derived after each change is what is derived from nothing: of %s',
  (_, numRuns, of, nodes) => {
    fc.assert(
      fc.property(
        fc.array(fc.array(of, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 10 }),
        (steps) => {
          const view = new View(nodes, held);
          const ledger: DerivedLedger = new Map();
          for (const step of steps) {
            for (const item of step) view.apply(changed(item));
            for (const derivation of derivations) catchUp(derivation, view, ledger, 1);
            const fresh: DerivedLedger = new Map();
            for (const derivation of derivations)
              catchUp(derivation, new View(view.nodes(), view.edges()), fresh, 1);
            expect(hashes(ledger)).toEqual(hashes(fresh));
          }
        },
      ),
      { numRuns },
    );
  },
  180_000,
);
