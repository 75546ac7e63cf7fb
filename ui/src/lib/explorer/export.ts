import { inMarkdown } from '../download.ts';
import { likelihood } from '../text/format.ts';
import { shown } from '../text/shown.ts';
import type { Answer, Hop, Path } from './ask.ts';
import { lookOf } from './look.ts';
import { plainNaming, redactedSaying, type Naming } from './redact.ts';

const sayOf = (hop: Hop, naming: Naming) =>
  naming === plainNaming ? hop.say : redactedSaying(hop, naming);

function hopOf(hop: Hop, naming: Naming) {
  const { index, edgeId, kind, needs, gains, conditional, probability, techniques, edge } = hop;
  const open = naming === plainNaming;
  return {
    hop: index + 1,
    ...(open && { edge: edgeId }),
    kind,
    from: { ...(open && { uid: hop.from.uid }), name: naming(hop.from), kind: hop.from.kind },
    to: { ...(open && { uid: hop.to.uid }), name: naming(hop.to), kind: hop.to.kind },
    needs,
    gains,
    basis: edge ? lookOf({ ...edge, conditional }) : 'gone',
    probability,
    say: sayOf(hop, naming),
    techniques,
    evidence: edge?.evidenceCount ?? 0,
  };
}

/** The paths of an answer as JSON, with the bounds that were hit; no name is told if redacted. */
export const pathsJson = ({ finding, paths, found, variables }: Answer, naming: Naming): string =>
  JSON.stringify(
    {
      ...(finding && {
        finding: { id: finding.id, rule: finding.ruleId, title: finding.title },
        severity: finding.severity,
        score: finding.score,
      }),
      ...(naming === plainNaming && { asked: variables }),
      truncated: found?.truncated ?? null,
      paths: paths.map(({ likelihood: likely, confidence, state, hops }) => ({
        likelihood: likely,
        confidence,
        state,
        hops: hops.map((hop) => hopOf(hop, naming)),
      })),
    },
    null,
    2,
  );

/** The paths of an answer as Markdown, one a section, the same sentences as the text view. */
export function pathsMarkdown(
  title: string,
  { finding, paths, found }: Answer,
  naming: Naming,
): string {
  const text = (value: string) => inMarkdown(shown(value));
  const section = ({ hops, likelihood: likely, state }: Path, n: number) =>
    [
      `## Path ${n + 1} of ${paths.length}: ${hops.length} hops, likelihood ${likelihood(likely)}, ` +
        text(state.replaceAll('_', ' ')),
      '',
      ...hops.map((hop) => {
        const tags = hop.techniques.length > 0 ? ` (${hop.techniques.join(', ')})` : '';
        return `${hop.index + 1}. ${text(sayOf(hop, naming))}${tags}`;
      }),
    ].join('\n');
  return [
    `# ${text(title)}`,
    ...(finding
      ? [
          `${finding.severity}, risk ${finding.score}: ${text(finding.title)} (${finding.ruleId})`,
          ...(naming === plainNaming ? [`Fix: ${text(finding.remedy)}`] : []),
        ]
      : []),
    ...(found?.truncated ? [`Not all: ${text(found.truncated)}.`] : []),
    ...paths.map(section),
    '',
  ].join('\n\n');
}
