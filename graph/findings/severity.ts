import { severities, type PathState, type Severity } from './finding.ts';

export interface SeverityFacts {
  /** What the rule declares. */
  declared: Severity;
  /** Who starts it is not trusted, or reaches the start from the internet. */
  untrusted: boolean;
  /** It ends at restricted data, a privileged identity or an account. */
  strong: boolean;
  /** A hop depends on an unknown condition or is inferred. */
  uncertain: boolean;
  state: PathState;
}

/**
 * The severity of a finding (domain model §2): an untrusted start with a strong end is critical;
 * what hangs on an uncertain hop is one level lower; what happens now is critical.
 */
export function severityOf(facts: SeverityFacts): Severity {
  const { declared, untrusted, strong, uncertain, state } = facts;
  if (state === 'active') return 'critical';
  const level = untrusted && strong ? 0 : severities.indexOf(declared);
  return severities[Math.min(level + (uncertain ? 1 : 0), severities.length - 1)] ?? 'low';
}
