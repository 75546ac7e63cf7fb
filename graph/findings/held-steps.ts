import type { Evaluation } from './evaluate.ts';
import { threadOf } from './confirm.ts';
import type { Finding } from './finding.ts';
import { propose } from './propose.ts';
import { threadIn } from './thread.ts';
import type { Rule } from '../rules/rule.ts';
import type { Path } from '../projection/search.ts';

/** Steps by which findings of a rule hold. */
export interface HeldSteps {
  rule: Rule;
  lists: readonly (readonly string[])[];
}

/**
 * The steps that rules propose now for findings. A finding without a path, which is about posture,
 * has none.
 */
export async function heldStepsOf(
  { store, rules, at }: Pick<Evaluation, 'store' | 'rules' | 'at'>,
  findings: readonly Finding[],
): Promise<Map<string, HeldSteps>> {
  const held = new Map<string, HeldSteps>();
  for (const [id, mine] of Map.groupBy(findings, ({ rule }) => rule)) {
    const rule = rules.find((one) => one.id === id);
    if (!rule || rule.path === 'none') continue;
    const { proposals } = await propose(store, rule, at);
    for (const finding of mine) {
      const lists = proposals
        .filter(({ entry, target }) => entry === finding.entry && target === finding.target)
        .flatMap(({ steps }) => steps);
      // A rule that could not be asked again leaves the steps that are known.
      held.set(finding.id, { rule, lists: lists.length > 0 ? lists : [finding.steps] });
    }
  }
  return held;
}

/** The likeliest path through each list of steps in a graph, without some edges. */
export function pathsThrough(
  { view, projection }: Pick<Evaluation, 'view' | 'projection'>,
  held: Iterable<HeldSteps>,
): (gone: ReadonlySet<string>, most: number) => Path[] {
  const thread = threadIn(view, (query) => projection.best(query));
  const all = [...held].flatMap(({ rule, lists }) => {
    const through = threadOf(thread, view, rule);
    return lists.map((steps) => ({ through, steps }));
  });
  return (gone, most) => {
    const found: Path[] = [];
    for (const { through, steps } of all) {
      const { path } = through(steps, gone);
      if (path) found.push(path);
      if (found.length >= most) break;
    }
    return found;
  };
}
