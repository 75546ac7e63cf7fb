import { z } from 'zod';
import { pathStates, type Finding, type PathState as State } from '../../graph/findings/finding.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { openFindings } from '../findings-over.ts';
import { limits } from '../limits.ts';
import { openedAt } from '../opened-at.ts';
import { claimsOf, results, type Claim } from '../overview/claims.ts';
import { timeToClose } from '../overview/closing.ts';
import { coverageOf, type Coverage } from '../overview/coverage.ts';
import { answers, headlineOf, type Headline } from '../overview/headline.ts';
import { sharedEdges, sharedNodes } from '../overview/shared.ts';
import { trendOf } from '../overview/trend.ts';
import { FindingType } from '../refs.ts';
import { ClaimType } from './claim.ts';
import { CoverageType } from './coverage.ts';
import { PathState } from './enums.ts';
import { isDescribed } from './estate.ts';
import { SeverityCount, severityCounts } from './severity-count.ts';
import { SharedEdgeType, SharedEntityType } from './shared-hop.ts';
import { ChangeType } from './transition.ts';
import { TrendDayType, trendArgs } from './trend-day.ts';

const quarter = 90 * 86_400_000;

interface Overview {
  headline: Headline;
  claims: Claim[];
  coverage: Coverage;
  open: Finding[];
}

async function overviewOf({ estate, sources, now }: Context): Promise<Overview> {
  const { view, rules, findings, populations, lags } = estate;
  const states = await sources();
  const open = openFindings(findings);
  const claims = claimsOf({ view, rules, findings: open, populations, sources: states, lags, now });
  const collected = [...view.nodes()].filter(isDescribed).length;
  const coverage = coverageOf(view, states);
  return { headline: headlineOf(claims, open, collected), claims, coverage, open };
}

const Answer = builder.enumType('Answer', {
  description: 'Whether the estate is protected.',
  values: answers,
});

const StateCount = builder.objectRef<{ state: State; count: number }>('StateCount').implement({
  fields: (t) => ({
    state: t.expose('state', { type: PathState }),
    count: t.exposeInt('count'),
  }),
});

const ClaimCounts = builder
  .objectRef<Record<(typeof results)[number], number>>('ClaimCounts')
  .implement({
    fields: (t) => ({
      refuted: t.exposeInt('refuted'),
      unknown: t.exposeInt('unknown'),
      proved: t.exposeInt('proved'),
    }),
  });

const OverviewType = builder.objectRef<Overview>('Overview').implement({
  description: 'Are we protected? Every number traces to rules, findings and sources.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', resolve: (_, __, { now }) => now }),
    answer: t.field({ type: Answer, resolve: ({ headline }) => headline.answer }),
    headline: t.string({ resolve: ({ headline }) => headline.text }),
    claims: t.expose('claims', { type: [ClaimType], description: 'Refuted ones first.' }),
    claimCounts: t.field({
      type: ClaimCounts,
      resolve: ({ claims }) => {
        const count = (one: Claim['result']) =>
          claims.filter(({ result }) => result === one).length;
        return { refuted: count('refuted'), unknown: count('unknown'), proved: count('proved') };
      },
    }),
    coverage: t.expose('coverage', { type: CoverageType }),
    bySeverity: t.field({ type: [SeverityCount], resolve: ({ open }) => severityCounts(open) }),
    byState: t.field({
      type: [StateCount],
      description: 'How real the open findings are.',
      resolve: ({ open }) =>
        pathStates.map((state) => ({
          state,
          count: open.filter((finding) => finding.state === state).length,
        })),
    }),
    worst: t.field({ type: FindingType, nullable: true, resolve: ({ open }) => open[0] ?? null }),
    oldestOpen: t.field({
      type: FindingType,
      nullable: true,
      resolve: ({ open }) =>
        open.toSorted((a, b) => (openedAt(a) ?? Infinity) - (openedAt(b) ?? Infinity))[0] ?? null,
    }),
    timeToClose: t.float({
      nullable: true,
      description: 'Median milliseconds from opening to closing, in 90 days; null = none closed.',
      resolve: (_, __, { estate, now }) => timeToClose(estate.findings.values(), now - quarter),
    }),
    changes: t.field({
      type: [ChangeType],
      description: 'What happened to findings, newest first.',
      args: { first: t.arg.int({ validate: z.int().min(0).max(limits.rows) }) },
      complexity: ({ first }) => ({ field: 1, multiplier: first ?? limits.usualRows }),
      resolve: (_, { first }, { estate }) =>
        [...estate.findings.values()]
          .flatMap((finding) => finding.history.map((transition) => ({ finding, transition })))
          .sort(
            (a, b) => b.transition.at - a.transition.at || (a.finding.id < b.finding.id ? -1 : 1),
          )
          .slice(0, first ?? limits.usualRows),
    }),
    trend: t.field({
      type: [TrendDayType],
      description: 'Open findings at the end of each day (UTC), oldest first; today as of now.',
      args: trendArgs(t.arg),
      resolve: (_, { days }, { estate, now }) => trendOf([...estate.findings.values()], now, days),
    }),
    sharedEntities: t.field({
      type: [SharedEntityType],
      description: 'Entities between start and end that most open findings cross.',
      args: { first: t.arg.int({ validate: z.int().min(0).max(limits.rows) }) },
      complexity: ({ first }) => ({ field: 1, multiplier: first ?? limits.usualRows }),
      resolve: ({ open }, { first }) => sharedNodes(open).slice(0, first ?? limits.usualRows),
    }),
    sharedEdges: t.field({
      type: [SharedEdgeType],
      description: 'Edges that most open findings cross.',
      args: { first: t.arg.int({ validate: z.int().min(0).max(limits.rows) }) },
      complexity: ({ first }) => ({ field: 1, multiplier: first ?? limits.usualRows }),
      resolve: ({ open }, { first }) => sharedEdges(open).slice(0, first ?? limits.usualRows),
    }),
  }),
});

builder.queryField('overview', (t) =>
  t.field({ type: OverviewType, resolve: (_, __, context) => overviewOf(context) }),
);
