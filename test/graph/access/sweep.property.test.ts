import fc from 'fast-check';
import { expect, test } from 'vitest';
import { direct } from '../../../graph/access/aws/attacker-context.ts';
import { allEffects } from '../../../graph/access/aws/techniques.ts';
import { factsOf } from '../../../graph/access/aws/facts.ts';
import { groundsOf } from '../../../graph/access/aws/ground.ts';
import { decideMember, sweep } from '../../../graph/access/aws/sweep.ts';
import { node } from '../derive/derived.ts';
import { estateOf, role, world } from './random-estate.ts';

test('deciding alike resources once says of each what deciding it alone says', () => {
  fc.assert(
    fc.property(world, (random) => {
      const view = estateOf(random);
      const facts = factsOf(view);
      const caller = facts.caller(view.node(role) ?? node('Identity', role));
      for (const { effect: of, fields, concerns } of groundsOf(facts, allEffects))
        for (const field of fields)
          for (const name of of.actions.map((item) => item.toLowerCase())) {
            const concern = concerns.get(field)?.get(name);
            if (!concern) throw new Error(`no concern of ${name}`);
            const { rest, singled } = sweep(facts, caller, name, field, { concern, given: direct });
            const by = new Map(singled.flatMap(([of, members]) => members.map((m) => [m, of])));
            for (const member of field.members) {
              const swept = (by.get(member) ?? rest)?.allowed ?? false;
              expect(swept).toEqual(decideMember(facts, caller, name, member, direct).allowed);
            }
          }
    }),
    { numRuns: 400 },
  );
});
