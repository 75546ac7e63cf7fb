import { held } from '../schema/capability.ts';
import type { Projection } from '../projection/projection.ts';
import type { JoinQuery, Path, State } from '../projection/search.ts';
import { breathing, inTurns } from '../steps.ts';
import { difference, type Difference } from './difference.ts';

/** Entry and target that paths join. */
interface Pair {
  from: readonly State[];
  to: readonly State[];
  /** A path of the fewest hops. */
  witness: Path;
  /** Of the likeliest path. */
  likelihood: number;
  searched: Search;
}

type Search = Pick<Projection, 'witnessSteps' | 'paths' | 'reachable'>;
type Ends = Pick<JoinQuery, 'from' | 'to'>;

/** Milliseconds after which no likeliest path is looked for. */
const patience = 10_000;

async function pairsIn(searched: Search, { from, to }: Ends): Promise<Map<string, Pair>> {
  const pairs = new Map<string, Pair>();
  const breathe = breathing();
  const ends = Map.groupBy(to, ({ uid }) => uid);
  for (const [entry, starts] of Map.groupBy(from, ({ uid }) => uid)) {
    const witnesses = await inTurns(searched.witnessSteps({ from: starts, to }, Infinity));
    await breathe();
    searched.reachable({ from: starts }, (reached) => {
      for (const witness of witnesses) {
        const target = witness.hops.at(-1)?.to ?? '';
        const goals = ends.get(target) ?? [];
        const likelihoods = reached
          .at(target)
          .filter(({ capability }) => goals.some((goal) => held[capability].has(goal.capability)))
          .map(({ likelihood }) => likelihood);
        const likelihood = Math.max(0, ...likelihoods);
        const pair: Pair = { from: starts, to: goals, witness, likelihood, searched };
        pairs.set(`${entry}\n${target}`, pair);
      }
    });
    await breathe();
  }
  return pairs;
}

/**
 * Pairs of an entry and a target that paths join in one state and not in the other, or by a
 * likelier or less likely path: the likeliest path of each, and where they are too many one of the
 * fewest hops.
 */
export async function pathsDifference(
  before: { searched: Search; ends: Ends },
  after: { searched: Search; ends: Ends },
): Promise<Difference<Path>> {
  const found = difference(
    await pairsIn(before.searched, before.ends),
    await pairsIn(after.searched, after.ends),
    (a, b) => a.likelihood === b.likelihood,
  );
  const breathe = breathing();
  const end = performance.now() + patience;
  const best = async ({ from, to, witness, searched }: Pair): Promise<Path> => {
    if (performance.now() > end) return witness;
    await breathe();
    return searched.paths({ from, to, k: 1 }).paths[0] ?? witness;
  };
  const all = async (pairs: readonly Pair[]) => {
    const paths: Path[] = [];
    for (const pair of pairs) paths.push(await best(pair));
    return paths;
  };
  const befores = await all(found.changed.map((pair) => pair.before));
  const afters = await all(found.changed.map((pair) => pair.after));
  return {
    opened: await all(found.opened),
    closed: await all(found.closed),
    changed: befores.flatMap((was, i) => {
      const is = afters[i];
      return is ? [{ before: was, after: is }] : [];
    }),
  };
}
