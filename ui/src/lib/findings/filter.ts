import type { VariablesOf } from '../client/graphql.ts';
import type { findingsDocument } from '../documents/findings.ts';
import { severityOrder, type Severity } from '../severity.ts';
import { parseTime } from './as-of.ts';

type Filter = NonNullable<VariablesOf<typeof findingsDocument>['filter']>;
type State = NonNullable<Filter['state']>[number];

export const states = [
  'theoretical',
  'partly_observed',
  'exercised',
  'active',
  'validated',
] as const satisfies readonly State[];

export const statuses = ['open', 'closed', 'all'] as const;
export const groupings = ['rule', 'nothing'] as const;

/** What the list of findings shows; all of it is in the address. */
export interface ListView {
  severity: readonly Severity[];
  state: readonly State[];
  rule: readonly string[];
  account: readonly string[];
  status: (typeof statuses)[number];
  /** RFC 3339: what was open then, whatever its status is; empty for now. */
  asOf: string;
  text: string;
  /** Uid or edge id that they pass or rest on. */
  over: string;
  group: (typeof groupings)[number];
}

const among = <T extends string>(all: readonly T[], given: readonly string[]) =>
  all.filter((one) => given.includes(one));

/** The view that an address asks for; what it does not know is left out. */
export function parseList(search: Pick<URLSearchParams, 'get' | 'getAll'>): ListView {
  return {
    severity: among(severityOrder, search.getAll('severity')),
    state: among(states, search.getAll('state')),
    rule: [...new Set(search.getAll('rule'))],
    account: [...new Set(search.getAll('account'))],
    status: among(statuses, search.getAll('status'))[0] ?? 'open',
    asOf: parseTime(search.get('as-of')),
    text: search.get('text') ?? '',
    over: search.get('over') ?? '',
    group: among(groupings, search.getAll('group'))[0] ?? 'rule',
  };
}

/** The address of a view; what is as usual is left out. */
export function formatList(view: ListView): string {
  const search = new URLSearchParams();
  for (const name of ['severity', 'state', 'rule', 'account'] as const)
    for (const value of view[name]) search.append(name, value);
  if (view.status !== 'open') search.set('status', view.status);
  if (view.asOf !== '') search.set('as-of', view.asOf);
  if (view.text !== '') search.set('text', view.text);
  if (view.over !== '') search.set('over', view.over);
  if (view.group !== 'rule') search.set('group', view.group);
  const text = search.toString();
  return text === '' ? '/paths' : `/paths?${text}`;
}

/** The filter that the server is asked with. */
export const filterOf = ({
  severity,
  state,
  rule,
  account,
  status,
  asOf,
  text,
  over,
}: ListView): Filter => ({
  status,
  ...(asOf !== '' && { openAt: asOf }),
  ...(severity.length > 0 && { severity: [...severity] }),
  ...(state.length > 0 && { state: [...state] }),
  ...(rule.length > 0 && { rule: [...rule] }),
  ...(account.length > 0 && { account: [...account] }),
  ...(text !== '' && { text }),
  ...(over !== '' && { over }),
});

/**
 * Whether what was asked about is left out in part. To name rules is to ask about them: that they
 * found nothing is an answer, and nothing of it is hidden.
 */
export const narrowed = (view: ListView): boolean =>
  view.severity.length + view.state.length + view.account.length > 0 ||
  view.text !== '' ||
  view.over !== '';
