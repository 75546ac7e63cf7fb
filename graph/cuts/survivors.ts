import type { Evaluation } from '../findings/evaluate.ts';
import { threadOf } from '../findings/confirm.ts';
import type { Finding } from '../findings/finding.ts';
import { propose } from '../findings/propose.ts';
import { threadIn } from '../findings/thread.ts';
import type { JoinQuery, Path } from '../projection/search.ts';
import type { Survivors } from './smallest-cut.ts';

/** Paths that one look brings up: each is one thing more to end. */
const most = 512;

const trailOf = ({ hops }: Path) => hops.map(({ edge }) => edge);

/** Paths of whatever length that join two sets of states. */
export const survivorsBetween =
  (
    projection: { witnesses(query: JoinQuery, most: number): Path[] },
    { from, to }: Pick<JoinQuery, 'from' | 'to'>,
  ): Survivors =>
  (avoid) =>
    projection.witnesses({ from, to, avoid }, most).map(trailOf);

/**
 * Paths by which findings hold: through the steps that their rules propose now. A finding without
 * a path, which is about posture, has none.
 */
export async function survivorsOf(
  { store, view, projection, rules, at }: Evaluation,
  findings: readonly Finding[],
): Promise<Survivors> {
  const thread = threadIn(view, (query) => projection.paths(query));
  const all: { through: ReturnType<typeof threadOf>; steps: string[] }[] = [];
  for (const [id, mine] of Map.groupBy(findings, ({ rule }) => rule)) {
    const rule = rules.find((one) => one.id === id);
    if (!rule || rule.path === 'none') continue;
    const through = threadOf(thread, view, rule);
    const { proposals } = await propose(store, rule, at);
    for (const { entry, target, steps } of proposals)
      if (mine.some((finding) => finding.entry === entry && finding.target === target))
        all.push(...steps.map((list) => ({ through, steps: list })));
  }
  return (gone) => {
    const trails: string[][] = [];
    for (const { through, steps } of all) {
      const { path } = through(steps, gone);
      if (path) trails.push(trailOf(path));
      if (trails.length >= most) break;
    }
    return trails;
  };
}
