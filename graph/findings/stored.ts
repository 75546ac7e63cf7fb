import { z } from 'zod';
import type { View } from '../view.ts';
import type { Finding } from './finding.ts';

/** The parts by which the life of a finding goes on; the rest is computed anew. */
const body = z.looseObject({
  id: z.string(),
  rule: z.string(),
  status: z.enum(['open', 'closed']),
  entry: z.string(),
  target: z.string(),
  history: z.array(z.looseObject({ status: z.string(), at: z.number() })),
  restsOn: z.array(z.string()),
});

/** Findings as the graph holds them, by id; what no version of ours wrote is left out. */
export function storedFindings(view: View): Finding[] {
  const found: Finding[] = [];
  for (const { props } of view.nodesOf('Finding')) {
    const stored = props['body'];
    if (body.safeParse(stored).success) found.push(stored as Finding);
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}
