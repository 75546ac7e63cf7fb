import { severities, type Finding } from '../../graph/findings/finding.ts';
import { builder } from '../builder.ts';
import { Severity } from './enums.ts';

export const SeverityCount = builder
  .objectRef<{ severity: (typeof severities)[number]; count: number }>('SeverityCount')
  .implement({
    description: 'How many findings are of a severity.',
    fields: (t) => ({
      severity: t.expose('severity', { type: Severity }),
      count: t.exposeInt('count'),
    }),
  });

/** Findings by severity, worst first; severities without any count 0. */
export const severityCounts = (findings: readonly Pick<Finding, 'severity'>[]) =>
  severities.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  }));
