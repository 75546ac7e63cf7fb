import type { ScoreTerm } from '../../graph/findings/finding.ts';
import { builder } from '../builder.ts';

export const ScoreTermType = builder.objectRef<ScoreTerm>('ScoreTerm').implement({
  description: 'One summand of a score.',
  fields: (t) => ({
    name: t.exposeString('name'),
    points: t.exposeInt('points', {
      description: 'Whole points; a negative one holds the score to the band of its severity.',
    }),
    say: t.exposeString('say'),
  }),
});
