import { remedyText } from '../graph/whatif/remedy.ts';
import type { Severity } from '../graph/findings/finding.ts';
import type { Check, CheckedFinding } from './check.ts';

const levels: Record<Severity, 'error' | 'warning' | 'note'> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** As code scanning of pull requests reads it: a text from 0.0 to 10.0. */
const securitySeverity: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.0',
  low: '2.0',
};

/** A path as a relative reference (RFC 3986). */
const uriOf = (path: string) =>
  encodeURI(path.replaceAll('\\', '/')).replace(/[?#]/g, encodeURIComponent);

const ruleOf = ({ ruleId, title, rule, fix, severity }: CheckedFinding) => ({
  id: ruleId,
  shortDescription: { text: title },
  fullDescription: { text: rule?.because ?? title },
  help: { text: rule?.fix ?? remedyText(fix) },
  defaultConfiguration: { level: levels[rule?.severity ?? severity] },
  properties: {
    tags: ['security'],
    'security-severity': securitySeverity[rule?.severity ?? severity],
  },
});

function resultOf(finding: CheckedFinding, ruleIndex: number, subject: string) {
  const { ruleId, severity, title, entry, target, fix, sentences, id, score, place, was } = finding;
  const physicalLocation = {
    artifactLocation: { uri: uriOf(place?.path ?? subject) },
    // Code scanning shows nothing that has no line.
    region: place ? { startLine: place.line, startColumn: place.column } : { startLine: 1 },
  };
  return {
    ruleId,
    ruleIndex,
    level: levels[severity],
    message: { text: `${title}: ${entry} to ${target}. ${remedyText(fix)}` },
    locations: [
      {
        physicalLocation,
        logicalLocations: [{ fullyQualifiedName: place?.of ?? finding.targetId, kind: 'resource' }],
      },
    ],
    ...(sentences.length > 0 && {
      codeFlows: [
        {
          threadFlows: [
            {
              locations: sentences.map((text) => ({
                location: { physicalLocation, message: { text } },
              })),
            },
          ],
        },
      ],
    }),
    partialFingerprints: { 'cutsetFinding/v1': id },
    baselineState: was === null ? 'new' : 'updated',
    properties: { severity, score, fix },
  };
}

/** A check in SARIF 2.1.0 (OASIS), for code scanning. */
export function checkSarif({ findings, subject, unresolved }: Check, version: string): string {
  const rules = [...new Map(findings.map((finding) => [finding.ruleId, ruleOf(finding)])).values()];
  const indexOf = new Map(rules.map(({ id }, i) => [id, i]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Cutset', version, rules } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: unresolved.map((what) => ({
              level: 'note',
              message: { text: `not known: ${what}` },
            })),
          },
        ],
        results: findings.map((finding) =>
          resultOf(finding, indexOf.get(finding.ruleId) ?? 0, subject),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
