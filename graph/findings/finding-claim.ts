import type { Claim, EdgeClaim, NodeClaim, Ref } from '../claim.ts';
import { controlTitles } from '../rules/control-titles.ts';
import { frameworkIds, frameworkOf } from '../rules/frameworks.ts';
import type { Finding } from './finding.ts';

/** Controls that a finding is evidence for, as nodes. */
const controlsOf = ({ frameworks }: Finding): NodeClaim<'Control'>[] =>
  frameworkIds.flatMap((framework) =>
    (frameworks[framework] ?? []).map((id): NodeClaim<'Control'> => {
      const { name, applies } = frameworkOf(framework);
      const title = controlTitles[id];
      return {
        kind: 'Control',
        uid: `${framework}:${id}`,
        props: {
          name: id,
          framework: name,
          ...(title !== undefined && { title }),
          ...(applies !== undefined && { applies }),
        },
        defines: true,
      };
    }),
  );

/**
 * The claim by which a finding enters the graph: its node, which holds all of it, and while it is
 * open what it is evidence for. `at`: milliseconds since 1970.
 */
export function findingClaim(finding: Finding, at: number): Claim {
  const { id, rule, title, severity, status, score, state, entry, target } = finding;
  const owner = `rules/${rule}`;
  const self: Ref<'Finding'> = { kind: 'Finding', uid: id };
  const controls = status === 'open' ? controlsOf(finding) : [];
  const props = {
    name: `${rule}: ${title}`,
    rule,
    severity,
    status,
    score,
    state,
    entry,
    target,
    body: finding,
  };
  return {
    owner,
    subject: id,
    at,
    mode: 'state',
    nodes: [{ ...self, props, defines: true }, ...controls],
    edges: controls.map(({ kind, uid }): EdgeClaim<'MAPS_TO'> => {
      return { kind: 'MAPS_TO', from: self, to: { kind, uid }, props: {} };
    }),
    evidence: { source: owner, record: id },
  };
}
