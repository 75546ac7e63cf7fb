import type { Finding } from '../graph/findings/finding.ts';
import type { View } from '../graph/view.ts';
import { pathJson } from './path-json.ts';

/** A finding as commands print it. */
export const findingJson = (finding: Finding, view: View) => ({
  ...finding,
  path: finding.path && pathJson(finding.path, view),
  opened: finding.history.find(({ status }) => status === 'opened') ?? null,
  closed: finding.status === 'closed' ? (finding.history.at(-1) ?? null) : null,
});
