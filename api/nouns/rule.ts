import type { Population } from '../../graph/findings/evaluate.ts';
import { exampleOf } from '../../graph/rules/example.ts';
import { builder } from '../builder.ts';
import { filtered } from '../finding-filter.ts';
import { byScore } from '../findings-over.ts';
import { page, pageComplexity } from '../page.ts';
import { trendOf } from '../overview/trend.ts';
import { FindingConnection, FindingRow, FindingType, RuleType } from '../refs.ts';
import { Capability, Severity } from './enums.ts';
import { FindingStatus } from './finding-list.ts';
import { FrameworkTagsType, tagsOf } from './framework-tags.ts';
import { ExampleType } from './rule-example.ts';
import { TrendDayType, trendArgs } from './trend-day.ts';

const PopulationType = builder.objectRef<Population>('Population').implement({
  description: 'Of how many a rule spoke when it last ran.',
  fields: (t) => ({
    of: t.exposeInt('of', { nullable: true, description: 'Null where it could not be counted.' }),
    rows: t.exposeInt('rows', { description: 'Rows proposed, before the search confirmed any.' }),
    truncated: t.exposeString('truncated', {
      nullable: true,
      description: 'What was left out and why, or null where the answer is whole.',
    }),
    milliseconds: t.float({ resolve: ({ ms }) => ms }),
  }),
});

builder.objectType(RuleType, {
  description: 'One toxic combination.',
  fields: (t) => ({
    id: t.exposeID('id'),
    title: t.exposeString('title'),
    severity: t.expose('severity', {
      type: Severity,
      description: 'As declared; a finding may be worse or milder.',
    }),
    because: t.exposeString('because', { description: 'Why the combination is toxic.' }),
    legs: t.exposeStringList('legs', { description: 'Its conditions in a word or two each.' }),
    frameworks: t.field({
      type: [FrameworkTagsType],
      resolve: ({ frameworks }) => tagsOf(frameworks),
    }),
    fix: t.exposeString('fix'),
    example: t.field({
      type: ExampleType,
      resolve: (rule) => ({ ...exampleOf(rule).fires, text: rule.example }),
    }),
    safe: t.exposeStringList('safe', {
      description: 'Changes of the example, each of which silences the rule.',
    }),
    needsPath: t.boolean({
      description: 'Whether a row counts only if a path runs through its steps.',
      resolve: ({ path }) => path === 'required',
    }),
    arrive: t.field({
      type: [Capability],
      nullable: true,
      description: 'What the attacker holds at the last step; null = what its kind says.',
      resolve: ({ arrive }) => (arrive ? [...arrive] : null),
    }),
    file: t.exposeString('file'),
    query: t.exposeString('query', { description: 'Plain Cypher.' }),
    populationQuery: t.exposeString('of', { description: 'Counts what the rule speaks about.' }),
    population: t.field({
      type: PopulationType,
      nullable: true,
      description: 'Null where it has not run.',
      resolve: ({ id }, _, { estate }) => estate.populations.get(id) ?? null,
    }),
    ranAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ id }, _, { estate }) =>
        estate.populations.has(id) && estate.settledAt > 0 ? estate.settledAt : null,
    }),
    openFindings: t.int({
      resolve: ({ id }, _, { estate }) =>
        filtered(estate.findings, estate.view, { rule: [id] }).length,
    }),
    findings: t.connection(
      {
        type: FindingType,
        args: { status: t.arg({ type: FindingStatus, description: 'Default: open.' }) },
        complexity: pageComplexity,
        resolve: ({ id }, { status, ...args }, { estate }) => {
          const found = filtered(estate.findings, estate.view, { rule: [id], status });
          return page(found.sort(byScore), args, (finding) => finding.id);
        },
      },
      FindingConnection,
      FindingRow,
    ),
    trend: t.field({
      type: [TrendDayType],
      description: 'Its open findings at the end of each day, oldest first.',
      args: trendArgs(t.arg),
      resolve: ({ id }, { days }, { estate, now }) =>
        trendOf(filtered(estate.findings, estate.view, { rule: [id], status: 'all' }), now, days),
    }),
  }),
});

builder.queryField('rules', (t) =>
  t.field({ type: [RuleType], resolve: (_, __, { estate }) => [...estate.rules] }),
);

builder.queryField('rule', (t) =>
  t.field({
    type: RuleType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, args, { estate }) => estate.rules.find(({ id }) => id === args.id) ?? null,
  }),
);
