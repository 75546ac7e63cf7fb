import { fail } from '../../graph/errors.ts';
import { builder } from '../builder.ts';
import { EstateType } from './estate.ts';

builder.mutationField('startRealEstate', (t) =>
  t.field({
    type: EstateType,
    description:
      'Removes the demo for good and leaves an empty estate. Refused where there is no demo.',
    resolve: async (_, __, { estate, leaveDemo, audit, caller }) => {
      if (estate.demo !== 'loaded') fail('USAGE', 'this estate does not hold the demo');
      audit.info({ mutation: 'startRealEstate', caller }, 'the demo is removed');
      await leaveDemo();
      return estate;
    },
  }),
);
