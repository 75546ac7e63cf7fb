import { remedyOf } from '../graph/whatif/remedy.ts';
import type { Finding } from '../graph/findings/finding.ts';
import { isEnough } from '../graph/findings/fix.ts';
import type { View } from '../graph/view.ts';
import type { Closing } from '../graph/whatif/closing.ts';
import { pathJson } from './path-json.ts';

/** A finding as commands print it; `closing`: what ends its paths, where that was looked for. */
export const findingJson = (finding: Finding, view: View, closing: Closing | null = null) => ({
  ...finding,
  path: finding.path && pathJson(finding.path, view),
  fix: { ...finding.fix, enough: isEnough(finding.fix) },
  remedy: remedyOf(view, finding, closing),
  opened: finding.history.find(({ status }) => status === 'opened') ?? null,
  closed: finding.status === 'closed' ? (finding.history.at(-1) ?? null) : null,
});
