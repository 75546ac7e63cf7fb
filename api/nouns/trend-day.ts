import { z } from 'zod';
import { severities } from '../../graph/findings/finding.ts';
import { builder } from '../builder.ts';
import type { TrendDay } from '../overview/trend.ts';
import { SeverityCount } from './severity-count.ts';

export const TrendDayType = builder.objectRef<TrendDay>('TrendDay').implement({
  description: 'Open findings at the end of a day.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime' }),
    open: t.field({
      type: [SeverityCount],
      description: 'Worst first; 0 included.',
      resolve: ({ open }) => severities.map((severity) => ({ severity, count: open[severity] })),
    }),
  }),
});

type ArgBuilder = Parameters<Parameters<typeof builder.queryField>[1]>[0]['arg'];

/** How many days a trend covers. */
export const trendArgs = (arg: ArgBuilder) => ({
  days: arg.int({ required: true, defaultValue: 30, validate: z.int().min(1).max(366) }),
});
