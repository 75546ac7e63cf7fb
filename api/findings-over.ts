import type { Finding } from '../graph/findings/finding.ts';

export type Findings = ReadonlyMap<string, Finding>;

/** The highest score first; ties by id. */
export const byScore = (a: Finding, b: Finding) => b.score - a.score || (a.id < b.id ? -1 : 1);

export const openFindings = (findings: Findings): Finding[] =>
  [...findings.values()].filter(({ status }) => status === 'open').sort(byScore);

interface Index {
  size: number;
  over: Map<string, Finding[]>;
}

/** One index for each evaluation: an estate replaces its map of findings, or empties it. */
const known = new WeakMap<Findings, Index>();

function indexed(findings: Findings): Map<string, Finding[]> {
  const over = new Map<string, Finding[]>();
  for (const finding of openFindings(findings)) {
    const { entry, target, steps, restsOn } = finding;
    for (const id of new Set([entry, target, ...steps, ...restsOn])) {
      const list = over.get(id);
      if (list) list.push(finding);
      else over.set(id, [finding]);
    }
  }
  return over;
}

/** Looks up the open findings that pass a node, or an edge, or rest on it; by score. */
export function crossings(findings: Findings): (id: string) => readonly Finding[] {
  let index = known.get(findings);
  if (index?.size !== findings.size) {
    index = { size: findings.size, over: indexed(findings) };
    known.set(findings, index);
  }
  const { over } = index;
  return (id) => over.get(id) ?? [];
}

/** Open findings that pass a node, or an edge, or rest on it; the highest score first. */
export const openFindingsOver = ({ findings }: { findings: Findings }, id: string) =>
  crossings(findings)(id);
