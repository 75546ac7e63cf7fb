import type { BestAnswer, BestQuery, Hop, Path, State } from '../projection/search.ts';
import type { Readable } from '../view.ts';
import { capabilityOrder, held, type Capability } from '../schema/capability.ts';
import { movesOf, nodeKinds } from '../schema/index.ts';
import { ThreadMemory } from './thread-memory.ts';

export type FindBest = (query: BestQuery) => BestAnswer;

/** The most likely path through steps. */
export type Threaded = BestAnswer;

/**
 * The most likely capability-sound path through steps in their order, that arrives at the last one
 * with one of the capabilities and touches nothing of `avoid` (uids and edge ids).
 */
export type Thread = (
  steps: readonly string[],
  arrive: readonly Capability[],
  avoid?: ReadonlySet<string>,
) => Threaded;

/** Hops from one step to the next: a rule may leave out what lies between, within reason. */
export const maxHops = 5;
/** Milliseconds for one of them. */
const timeout = 1_000;

const none: ReadonlySet<string> = new Set();

const touches = ({ hops }: Path, end: string, avoid: ReadonlySet<string>): string[] =>
  hops.flatMap(({ edge, to }) => [edge, ...(to === end ? [] : [to])].filter((id) => avoid.has(id)));

const better = (a: Path, b: Path | undefined): boolean =>
  b === undefined ||
  a.likelihood > b.likelihood ||
  (a.likelihood === b.likelihood && a.hops.length < b.hops.length);

/**
 * Threads steps by searching from each to the next. Answers are kept, because findings share
 * most of their steps: in a memory of its own, unless one is given that has forgotten whatever the
 * graph made otherwise.
 */
export function threadIn(
  view: Readable,
  findBest: FindBest,
  answers = new ThreadMemory(),
  /** Called with each pair of nodes between which paths are looked for. */
  onWalk: (from: string, to: string) => void = () => undefined,
): Thread {
  const arrivals = new Map<string, Capability[]>();

  function ask(from: State, to: State, avoid: readonly string[]): Threaded {
    const key = [from.uid, from.capability, to.uid, to.capability, ...avoid].join('\n');
    const known = answers.get(key);
    if (known) return known;
    const query: BestQuery = { from: [from], to: [to], maxHops, timeout };
    const answer = findBest(avoid.length > 0 ? { ...query, avoid: new Set(avoid) } : query);
    answers.keep(key, { ...answer, from: from.uid, to: to.uid });
    return answer;
  }

  /** The best path that avoids all: best under the part of it that better paths touch. */
  function between(from: State, to: State, avoid: ReadonlySet<string>): Threaded {
    const touched = new Set<string>();
    for (;;) {
      const answer = ask(from, to, [...touched].sort());
      const more = answer.path ? touches(answer.path, to.uid, avoid) : [];
      if (more.length === 0) return answer;
      for (const id of more) touched.add(id);
    }
  }

  /** What the edges that arrive at a node can yield there. */
  function arrivalsAt(uid: string): Capability[] {
    const known = arrivals.get(uid);
    if (known) return known;
    const kinds = new Set(view.in(uid).map(({ kind }) => kind));
    const gains = new Set([...kinds].flatMap((kind) => movesOf(kind).map(([, gain]) => gain)));
    const found = capabilityOrder.filter((capability) => gains.has(capability));
    arrivals.set(uid, found);
    return found;
  }

  return (steps, arrive, avoid = none) => {
    const start = view.node(steps[0] ?? '');
    if (!start) return { path: null, late: false };
    let late = false;
    /** Best path so far by what it yields at the step. */
    let front = new Map<Capability, Path>([
      [nodeKinds[start.kind].owned, { hops: [] as Hop[], likelihood: 1 }],
    ]);
    for (const [i, next] of steps.slice(1).entries()) {
      const here = steps[i] ?? '';
      answers.expect(here, next);
      onWalk(here, next);
      const shut = new Set(steps.filter((step) => step !== here && step !== next));
      for (const id of avoid) shut.add(id);
      const possible = arrivalsAt(next);
      const wanted =
        i === steps.length - 2
          ? arrive.filter((goal) => possible.some((gain) => held[gain].has(goal)))
          : possible;
      const reached = new Map<Capability, Path>();
      for (const [capability, path] of front)
        for (const wants of wanted) {
          const from = { uid: here, capability };
          const found = between(from, { uid: next, capability: wants }, shut);
          late ||= found.late;
          const gained = found.path?.hops.at(-1)?.gains;
          if (!found.path || !gained) continue;
          const whole: Path = {
            hops: [...path.hops, ...found.path.hops],
            likelihood: path.likelihood * found.path.likelihood,
          };
          if (better(whole, reached.get(gained))) reached.set(gained, whole);
        }
      front = undominated(reached);
    }
    const [best] = [...front.values()].sort((a, b) => (better(a, b) ? -1 : 1));
    return { path: best && best.hops.length > 0 ? best : null, late };
  };
}

/** Without those that another, no less likely, brings along. */
const undominated = (reached: Map<Capability, Path>): Map<Capability, Path> =>
  new Map(
    [...reached].filter(
      ([capability, { likelihood }]) =>
        ![...reached].some(
          ([other, path]) =>
            other !== capability && held[other].has(capability) && path.likelihood >= likelihood,
        ),
    ),
  );
