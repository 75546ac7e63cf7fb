import type { Estate } from '../../graph/estate.ts';
import { snapshot } from '../../graph/snapshot.ts';

/** What an estate has come to: its graph and its open findings, without how they came about. */
export async function outcome(estate: Estate) {
  const findings = [...estate.findings.values()]
    .filter(({ status }) => status === 'open')
    .map(({ history: _, evidence: __, ...finding }) => finding)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  // A finding's history tells in which order things came, so its node is compared by the finding.
  const graph = (await snapshot(estate.store)).filter((line) => !line.includes('"uid":"finding:'));
  return { graph: graph.filter((line) => !line.includes('"from":"finding:')), findings };
}
