import type { Claim, EdgeClaim, NodeClaim, Ref } from '../claim.ts';
import { controlTitles } from '../rules/control-titles.ts';
import { frameworkIds, frameworkOf, type FrameworkId } from '../rules/frameworks.ts';
import type { Rule } from '../rules/rule.ts';
import type { Finding } from './finding.ts';

type Frameworks = Rule['frameworks'];

/** Calls back for each control that findings with these frameworks are evidence for. */
const controlsOf = <T>(
  frameworks: Frameworks,
  each: (control: { uid: string; framework: FrameworkId; id: string }) => T,
): T[] =>
  frameworkIds.flatMap((framework) =>
    (frameworks[framework] ?? []).map((id) => each({ uid: `${framework}:${id}`, framework, id })),
  );

/**
 * The claim that describes the controls of a rule while any of its findings is open: once for all,
 * so that a finding that turns does not weigh more the more there are. `at`: milliseconds since 1970.
 */
export function controlsClaim(
  { id: rule, frameworks }: Rule,
  { open, at }: { open: boolean; at: number },
): Claim {
  const owner = `rules/${rule}`;
  return {
    ...{ owner, subject: 'controls', at, mode: 'state', edges: [] },
    nodes: controlsOf(open ? frameworks : {}, ({ uid, framework, id }): NodeClaim<'Control'> => {
      const { name, applies } = frameworkOf(framework);
      const title = controlTitles[id];
      const props = {
        name: id,
        framework: name,
        ...(title !== undefined && { title }),
        ...(applies !== undefined && { applies }),
      };
      return { kind: 'Control', uid, props, defines: true };
    }),
    evidence: { source: owner, record: rule },
  };
}

/**
 * The claim by which a finding enters the graph: its node, which holds all of it, and while it is
 * open which controls it is evidence for. `at`: milliseconds since 1970.
 */
export function findingClaim(finding: Finding, at: number): Claim {
  const { id, rule, title, severity, status, score, state, entry, target } = finding;
  const owner = `rules/${rule}`;
  const self: Ref<'Finding'> = { kind: 'Finding', uid: id };
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
    nodes: [{ ...self, props, defines: true }],
    edges: controlsOf(status === 'open' ? finding.frameworks : {}, ({ uid }) => {
      const to = { kind: 'Control', uid } as const;
      return { kind: 'MAPS_TO', from: self, to, props: {} } satisfies EdgeClaim<'MAPS_TO'>;
    }),
    evidence: { source: owner, record: id },
  };
}
