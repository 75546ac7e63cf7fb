import { z } from 'zod';
import { openAsOf } from '../../graph/findings/history.ts';
import { builder } from '../builder.ts';
import { byScore } from '../findings-over.ts';
import { limits } from '../limits.ts';
import { FindingType } from '../refs.ts';

builder.queryField('openAsOf', (t) =>
  t.field({
    type: [FindingType],
    description:
      'Findings that were open at a time, by when records say they opened and closed; told as they are now.',
    complexity: ({ first }) => ({ field: 1, multiplier: first ?? limits.usualRows }),
    args: {
      at: t.arg.string({
        required: true,
        description: 'RFC 3339, in any zone.',
        validate: z.iso.datetime({ offset: true }),
      }),
      first: t.arg.int({ validate: z.int().min(1).max(limits.rows) }),
    },
    resolve: (_, { at, first }, { estate }) =>
      [...estate.findings.values()]
        .filter((finding) => openAsOf(finding, Date.parse(at)))
        .sort(byScore)
        .slice(0, first ?? limits.usualRows),
  }),
);
