import { builder } from '../builder.ts';
import { results, type Claim } from '../overview/claims.ts';
import { FindingType, RuleType } from '../refs.ts';
import { limits } from '../limits.ts';

const Result = builder.enumType('ClaimResult', {
  description: 'Unknown is never proved.',
  values: results,
});

export const ClaimType = builder.objectRef<Claim>('Claim').implement({
  description: 'What rules say of the estate in one sentence, and how that stands.',
  fields: (t) => ({
    text: t.exposeString('text'),
    result: t.expose('result', { type: Result }),
    population: t.exposeString('population', {
      description: 'Of how many it speaks, or why that is unknown.',
    }),
    rules: t.expose('rules', { type: [RuleType] }),
    ruleIds: t.stringList({
      description: 'For the filter of `findings`.',
      resolve: ({ rules }) => rules.map(({ id }) => id),
    }),
    count: t.int({ description: 'Open findings.', resolve: ({ findings }) => findings.length }),
    findings: t.field({
      type: [FindingType],
      description: `The first ${limits.usualRows} open findings that refute it, by score.`,
      resolve: ({ findings }) => findings.slice(0, limits.usualRows),
    }),
    freshAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The oldest of the newest records of the sources that it rests on.',
      resolve: ({ freshAt }) => freshAt,
    }),
  }),
});
