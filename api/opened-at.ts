import type { Finding } from '../graph/findings/finding.ts';

/** When a finding was first seen, milliseconds since 1970; it keeps that when it reopens. */
export const openedAt = ({ history }: Pick<Finding, 'history'>): number | null =>
  history[0]?.at ?? null;

/** When a finding closed for now; null while it is open. */
export const closedAt = ({
  history,
  status,
}: Pick<Finding, 'history' | 'status'>): number | null =>
  status === 'closed' ? (history.at(-1)?.at ?? null) : null;
