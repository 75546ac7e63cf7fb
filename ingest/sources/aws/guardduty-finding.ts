import { source } from '../../source.ts';
import { addGuardDutySignal, guardDutyFinding } from './guardduty-signal.ts';

const isFinding = (value: unknown): boolean =>
  value !== null &&
  typeof value === 'object' &&
  'schemaVersion' in value &&
  'service' in value &&
  (value.service as { serviceName?: unknown } | null)?.serviceName === 'guardduty';

/** GuardDuty findings as EventBridge and the export to S3 deliver them, one a record. */
export default source({
  name: 'aws.guardduty-finding',
  doc: 'Amazon GuardDuty findings: EventBridge, export to S3, one a line',
  record: guardDutyFinding,
  detect: isFinding,
  map(finding, emit) {
    const owner = `aws:${finding.accountId}/guardduty`;
    const why = addGuardDutySignal(finding, (subject, at) =>
      emit.claim({ owner, subject, at, mode: 'seen' }),
    );
    if (why !== null) emit.unresolved(why);
  },
});
