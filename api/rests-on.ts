import type { Finding } from '../graph/findings/finding.ts';
import type { View } from '../graph/view.ts';
import { isCollected } from '../graph/freshness.ts';

/** Owners whose records a finding rests on. */
export function ownersUnder(view: View, { restsOn, evidence }: Finding): Set<string> {
  const facts = restsOn.flatMap((id) => view.node(id) ?? view.edge(id) ?? []);
  const owners = [...facts.flatMap((fact) => fact.evidence), ...evidence].map((item) => item.owner);
  return new Set(owners.filter(isCollected));
}
