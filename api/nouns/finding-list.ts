import { z } from 'zod';
import type { Finding } from '../../graph/findings/finding.ts';
import type { Rule } from '../../graph/rules/rule.ts';
import { builder } from '../builder.ts';
import { filtered, findingOrders, findingStatuses } from '../finding-filter.ts';
import { limits } from '../limits.ts';
import { page, pageComplexity } from '../page.ts';
import { FindingConnection, FindingRow, FindingType, RuleType } from '../refs.ts';
import { PathState, Severity } from './enums.ts';
import { SeverityCount, severityCounts } from './severity-count.ts';

export const FindingStatus = builder.enumType('FindingStatus', { values: findingStatuses });

type Order = keyof typeof findingOrders;

const FindingOrder = builder.enumType('FindingOrder', {
  values: Object.keys(findingOrders) as Order[],
});

const name = z.string().max(limits.text);
const names = z.array(name).max(limits.names);

const FindingFilter = builder.inputType('FindingFilter', {
  description: 'What is not given does not matter.',
  fields: (t) => ({
    status: t.field({ type: FindingStatus, description: 'Default: open.' }),
    openAt: t.string({
      description:
        'RFC 3339, in any zone: those that were open then by when records say that they opened and ' +
        'closed, told as they are now. The status does not matter then.',
      validate: z.iso.datetime({ offset: true }),
    }),
    severity: t.field({ type: [Severity] }),
    rule: t.stringList({ description: 'Ids of rules.', validate: names }),
    state: t.field({ type: [PathState] }),
    text: t.string({
      description: 'Part of a title, a leg, or the name or id of an entity on the way.',
      validate: name,
    }),
    account: t.stringList({ validate: names }),
    entry: t.string({ description: 'Uid.', validate: name }),
    target: t.string({ description: 'Uid.', validate: name }),
    over: t.string({
      description: 'Id of an entity or an edge that it passes or rests on.',
      validate: name,
    }),
  }),
});

const RuleCount = builder.objectRef<{ rule: Rule; count: number }>('RuleCount').implement({
  description: 'How many findings a rule has.',
  fields: (t) => ({
    rule: t.expose('rule', { type: RuleType }),
    count: t.exposeInt('count'),
  }),
});

interface FindingCounts {
  findings: Finding[];
  hidden: Finding[];
}

const FindingCountsType = builder.objectRef<FindingCounts>('FindingCounts').implement({
  description: 'Findings that a filter means, and those of the same status that it leaves out.',
  fields: (t) => ({
    total: t.int({ resolve: ({ findings }) => findings.length }),
    bySeverity: t.field({
      type: [SeverityCount],
      resolve: ({ findings }) => severityCounts(findings),
    }),
    byRule: t.field({
      type: [RuleCount],
      description: 'Rules without any are left out.',
      resolve: ({ findings }, _, { estate }) => {
        const counts = Map.groupBy(findings, ({ rule }) => rule);
        return estate.rules.flatMap((rule) => {
          const found = counts.get(rule.id);
          return found ? [{ rule, count: found.length }] : [];
        });
      },
    }),
    hidden: t.field({ type: [SeverityCount], resolve: ({ hidden }) => severityCounts(hidden) }),
  }),
});

builder.queryField('findings', (t) =>
  t.connection(
    {
      type: FindingType,
      args: {
        filter: t.arg({ type: FindingFilter }),
        order: t.arg({ type: FindingOrder, description: 'Default: score.' }),
      },
      complexity: pageComplexity,
      resolve: (_, { filter, order, ...args }, { estate }) => {
        const found = filtered(estate.findings, estate.view, filter ?? {});
        return page(found.sort(findingOrders[order ?? 'score']), args, ({ id }) => id);
      },
    },
    FindingConnection,
    FindingRow,
  ),
);

builder.queryField('findingCounts', (t) =>
  t.field({
    type: FindingCountsType,
    args: { filter: t.arg({ type: FindingFilter }) },
    resolve: (_, { filter }, { estate: { findings, view } }) => {
      const meant = new Set(filtered(findings, view, filter ?? {}));
      const all = filtered(findings, view, { status: filter?.status, openAt: filter?.openAt });
      return { findings: [...meant], hidden: all.filter((finding) => !meant.has(finding)) };
    },
  }),
);

builder.queryField('finding', (t) =>
  t.field({
    type: FindingType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { estate }) => estate.findings.get(id) ?? null,
  }),
);
