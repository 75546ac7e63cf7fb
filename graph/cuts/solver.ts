import type { Highs, LegacyHighsSolution } from 'highs';
import { met, onGrid, priceOf, type Cover, type Covering } from './covering.ts';
import { exactly, LinearProgram } from './linear-program.ts';
import { Relaxation } from './relaxation.ts';

export interface Solver {
  /** Solves a covering within so many milliseconds; null where it found no cover. */
  cover(covering: Covering, timeout: number): Cover | null;
  /** Begins a covering whose changes are made in part; to be ended. */
  relax(): Relaxation;
}

/** Share of the time that is kept for a bound, where whole changes take too long. */
const forBound = 0.2;

const changesOf = ({ Columns }: LegacyHighsSolution): number[] =>
  Object.entries(Columns)
    .flatMap(([name, { Primal }]) => (name.startsWith('x') && (Primal ?? 0) > 0.5 ? [name] : []))
    .map((name) => Number(name.slice(1)))
    .sort((a, b) => a - b);

let loaded: Promise<Solver | null> | undefined;

/**
 * HiGHS, loaded when the first cut is looked for; null where it cannot be loaded, and then cuts are
 * looked for by hand, which proves less in the same time.
 */
export const loadSolver = (): Promise<Solver | null> => (loaded ??= load().catch(() => null));

/** The engine throws for what it cannot read or hold, and may be of no more use: the next cut gets a new one. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    loaded = undefined;
    return null;
  }
}

async function load(): Promise<Solver> {
  const engine: { default: unknown } = await import('highs');
  // Its types are of the CommonJS module, in which the default lies one level deeper.
  const highs = await (engine.default as () => Promise<Highs>)();
  const cover: Solver['cover'] = (covering, timeout) => {
    const program = new LinearProgram();
    program.take(covering);
    const solve = (whole: boolean) =>
      highs.solve(program.text(whole), {
        output_flag: false,
        time_limit: Math.max(0.1, (timeout * (whole ? 1 - forBound : forBound)) / 1_000),
        ...exactly,
      });
    const found = attempt(() => solve(true));
    if (!found) return null;
    const changes = changesOf(found);
    const chosen = new Set(changes);
    if (!covering.sets.every((set) => met(set, chosen))) return null;
    const price = priceOf(covering, chosen);
    if (found.Status === 'Optimal') return { changes, price, bound: price };
    const relaxed = attempt(() => solve(false));
    const bound = relaxed?.Status === 'Optimal' ? onGrid(relaxed.ObjectiveValue) : 0;
    return { changes, price, bound: Math.min(bound, price) };
  };
  return { cover, relax: () => new Relaxation(highs, attempt) };
}
