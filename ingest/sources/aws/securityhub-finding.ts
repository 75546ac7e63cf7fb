import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import { reasonOf, fail } from '../../../graph/errors.ts';
import { instant } from '../../instant.ts';
import { parse, source, type Emit } from '../../source.ts';
import { resourceRef } from './resource-ref.ts';

const text = z.string().nullish();

/** AWS Security Finding Format, as far as it is read (Security Hub User Guide, "ASFF syntax"). */
const finding = z.looseObject({
  SchemaVersion: z.string(),
  Id: z.string().min(1),
  ProductArn: z.string(),
  AwsAccountId: z.string().regex(/^\d{12}$/, 'expected an account of 12 digits'),
  Types: z.array(z.string()).nullish(),
  UpdatedAt: z.string(),
  Title: text,
  Severity: z.looseObject({ Label: text }).nullish(),
  Compliance: z.looseObject({ Status: text }).nullish(),
  RecordState: text,
  Workflow: z.looseObject({ Status: text }).nullish(),
  Resources: z.array(z.looseObject({ Type: z.string(), Id: z.string() })),
  Vulnerabilities: z
    .array(
      z.looseObject({
        Id: z.string().min(1),
        FixAvailable: text,
        VulnerablePackages: z
          .array(z.looseObject({ Name: text, Version: text, FixedInVersion: text }))
          .nullish(),
      }),
    )
    .nullish(),
});
type Finding = z.infer<typeof finding>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const isFinding = (value: unknown): boolean =>
  isObject(value) && 'ProductArn' in value && 'AwsAccountId' in value && 'Resources' in value;

/** Findings of `get-findings`, of an event's detail, or the record itself. */
function findingsIn(record: unknown): readonly unknown[] | null {
  if (isFinding(record)) return [record];
  const list = isObject(record) ? (record['Findings'] ?? record['findings']) : undefined;
  return Array.isArray(list) && list.some(isFinding) ? (list as readonly unknown[]) : null;
}

/** `TTPs/Initial Access/…` is of class `initial-access`; a check that failed is a misconfiguration. */
function classOf({ Types, Compliance }: Finding): string {
  if (Compliance?.Status) return 'misconfiguration';
  const [namespace, category] = (Types?.[0] ?? 'unclassified').split('/');
  const name =
    namespace === 'TTPs' || namespace === 'Effects' ? (category ?? namespace) : namespace;
  return (name ?? 'unclassified').toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** GuardDuty says the same finding under its own id, so that both are one signal. */
function signalUid({ Id, ProductArn }: Finding): string {
  const own = /^arn:[^:]+:guardduty:.*\/finding\/([^/]+)$/.exec(Id)?.[1];
  return own !== undefined && ProductArn.endsWith('product/aws/guardduty')
    ? `sig:guardduty:${own}`
    : `sig:securityhub:${Id}`;
}

const closed = ({ RecordState, Workflow }: Finding) =>
  RecordState === 'ARCHIVED' || /^(RESOLVED|SUPPRESSED)$/.test(Workflow?.Status ?? '');

function addVulnerabilities(of: Finding, refs: readonly Ref[], emit: Emit) {
  const owner = `aws:${of.AwsAccountId}/securityhub`;
  const claim = emit.claim({ owner, subject: `finding:${of.Id}`, at: instant(of.UpdatedAt) ?? 0 });
  // One that is closed retracts what it said while it was open.
  if (closed(of)) return;
  for (const { Id, VulnerablePackages } of of.Vulnerabilities ?? []) {
    const packages = VulnerablePackages ?? [];
    const fixed = packages.map(({ FixedInVersion: v }) => v).find((v) => v && v !== 'NotAvailable');
    const vulnerability = claim.node('Vulnerability', Id, {
      name: Id,
      severity: of.Severity?.Label?.toLowerCase(),
      fixVersion: fixed ?? undefined,
      affected: packages.flatMap(({ Name, Version }) =>
        Name ? [Version ? `${Name}@${Version}` : Name] : [],
      ),
    });
    for (const ref of refs)
      claim.edgeIf('HAS_VULN', ref, vulnerability, { package: packages[0]?.Name ?? undefined });
  }
}

function addSignal(of: Finding, refs: readonly Ref[], at: number, emit: Emit) {
  const { AwsAccountId: account } = of;
  const owner = `aws:${account}/securityhub`;
  const claim = emit.claim({ owner, subject: `${of.Id}@${of.UpdatedAt}`, at, mode: 'seen' });
  const signal = claim.node('Signal', signalUid(of), {
    name: of.Title ?? of.Types?.[0] ?? of.Id,
    provider: 'aws',
    account,
    class: classOf(of),
    tier: 'T1',
    action: of.Types?.[0],
    verdict: closed(of) ? 'archived' : 'active',
    severity: of.Severity?.Label?.toLowerCase(),
    at,
  });
  const whole = claim.ref('Account', `aws:${account}`);
  for (const ref of refs.length > 0 ? refs : [whole]) claim.edgeIf('TOUCHED', signal, ref);
}

function map(of: Finding, emit: Emit) {
  const at = instant(of.UpdatedAt);
  if (at === null) fail('RECORD_INVALID', `UpdatedAt: not a time: "${of.UpdatedAt}"`);
  const refs = of.Resources.map(({ Id }) => resourceRef(Id)).filter((ref) => ref !== null);
  for (const { Type, Id } of of.Resources)
    if (Type !== 'AwsAccount' && !resourceRef(Id))
      emit.unresolved(`Security Hub finding on a resource of type ${Type}`);
  if ((of.Vulnerabilities ?? []).length > 0) addVulnerabilities(of, refs, emit);
  else if (of.Compliance?.Status !== 'PASSED') addSignal(of, refs, at, emit);
}

/** Findings of Security Hub, whichever product made them. */
export default source({
  name: 'aws.securityhub-finding',
  doc: 'AWS Security Hub findings (ASFF): EventBridge, get-findings, one a line',
  record: z.unknown(),
  detect: (record) => findingsIn(record) !== null,
  map(record, emit) {
    const items = findingsIn(record) ?? fail('RECORD_INVALID', 'no finding in ASFF');
    for (const [index, item] of items.entries())
      try {
        map(parse(finding, item, `finding ${index}`), emit);
      } catch (error) {
        if (items.length === 1) throw error;
        emit.refuse(`findings.${index}`, reasonOf(error));
      }
  },
});
