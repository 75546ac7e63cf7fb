import { join } from 'node:path';
import { probability } from '../../graph/findings/priors.ts';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { Projection } from '../../graph/projection/projection.ts';
import type { PathQuery } from '../../graph/projection/search.ts';
import { Secret } from '../../graph/secret.ts';
import { openStore } from '../../graph/store/open.ts';
import { View } from '../../graph/view.ts';
import { startNeo4j } from '../../test/servers/neo4j-process.ts';
import { apart } from '../apart.ts';
import { BareNeo4j } from '../bare-neo4j.ts';
import { turned } from '../change.ts';
import { SyntheticEstate, type EstateSize } from '../estate.ts';
import { batchesOf } from '../graph-claims.ts';
import { figure } from '../measure.ts';
import type { AskTask } from '../processes/ask.ts';
import type { FillTask } from '../processes/fill.ts';
import * as questions from '../questions.ts';
import { pick, random } from '../random.ts';
import { inFolder } from '../scratch.ts';
import { workload } from '../workload.ts';

type Answers = questions.Answers;

/** How often each question is asked, and milliseconds that one answer may take. */
const pairs = { asked: 40, timeout: 10_000 };
const sets = { asked: 3, timeout: 60_000 };

interface Pair {
  from: string;
  to: string;
}

/** The projection, each time after a change, so that nothing is known from before. */
function ours(estate: SyntheticEstate, between: readonly Pair[]) {
  const view = new View(estate.nodes(), estate.edges());
  const projection = new Projection(view.nodes(), view.edges(), probability);
  const change = turned(view, 'CAN_READ');
  const series = (what: string, queries: readonly PathQuery[]): Answers => {
    const answers: Answers = { what, took: [], found: 0, late: 0 };
    for (const query of queries) {
      const changes = change();
      view.apply(changes);
      projection.apply([changes], view);
      const started = performance.now();
      const { paths, late } = projection.paths({ k: 10, timeout: sets.timeout, ...query });
      answers.took.push(performance.now() - started);
      answers.found += Number(paths.length > 0);
      answers.late += Number(late === true);
    }
    return answers;
  };
  const all = { from: endsFrom(view, 'internet'), to: endsTo(view, 'sensitive') };
  const ends = ({ from, to }: Pair) => ({ from: endsFrom(view, from), to: endsTo(view, to) });
  return {
    set: series('best 10', Array<PathQuery>(40).fill(all)),
    pair: series('best 10', between.map(ends)),
  };
}

async function neo4j(folder: string, estate: SyntheticEstate, asked: questions.Question[]) {
  await using closing = new AsyncDisposableStack();
  const server = await startNeo4j(join(folder, 'neo4j'), '2g');
  closing.defer(() => server.remove());
  const store = await openStore({ server: { ...server, password: new Secret(server.password) } });
  closing.defer(() => store.close());
  const driver = new BareNeo4j(server);
  closing.defer(() => driver.close());
  for (const some of batchesOf(estate.nodes(), () => 1)) await driver.nodes(some);
  for (const some of batchesOf(estate.edges(), () => 1)) await driver.edges(some);
  const answers: Answers[] = [];
  for (const question of asked) answers.push(await questions.ask(store, question));
  return answers;
}

async function embedded(folder: string, size: EstateSize, asked: questions.Question[]) {
  await apart('fill', { folder, size } satisfies FillTask, 8_000);
  return apart<Answers[]>('ask', { folder, questions: asked } satisfies AskTask, 4_096);
}

const told = (who: string, { what, took, found, late }: Answers) => {
  const some = `${found} of ${took.length} have paths${late > 0 ? `, ${late} out of time` : ''}`;
  const none = `no answer in ${Math.round(Math.min(...took) / 1_000)} s`;
  return figure(`${who}: ${what}`, took, { note: late === took.length ? none : some });
};

const middle = ({ took }: Answers) => figure('', took).median;
const fastest = (some: readonly Answers[]) =>
  some.reduce((a, b) => (middle(b) < middle(a) ? b : a));

/** How many times faster ours is than the fastest form of theirs. */
const ratio = (what: string, mine: Answers, theirs: readonly Answers[], atLeast?: number) =>
  figure(what, [middle(fastest(theirs)) / middle(mine)], {
    unit: 'x',
    note: `medians; against ${fastest(theirs).what}`,
    ...(atLeast !== undefined && { goal: { of: 'median', atLeast } }),
  });

export default workload({
  name: 'peers',
  doc:
    'the best 10 paths by our search, and the shortest by what the stores offer, on the same graph in the same run. ' +
    'The others take any relationship, whatever is held, and count hops and not likelihood, so they answer an easier ' +
    'question. One who runs out of time counts with that time, and is not asked any more after three in a row',
  size: { nodes: 100_000, edges: 500_000 },
  run: (size) =>
    inFolder(async (folder) => {
      const estate = new SyntheticEstate(size);
      const next = random(size.seed + 3);
      const between = Array.from({ length: pairs.asked }, () => ({
        from: pick(next, estate.uidsOf('Identity')),
        to: pick(next, estate.uidsOf('DataStore')),
      }));
      const toAll = Array.from({ length: sets.asked }, () => ({ from: 'internet' }));
      const forms = {
        pair: questions.inForms(questions.pairForms, between, pairs.timeout),
        ownPair: questions.inForms(questions.ownPairForms, between, pairs.timeout),
        set: questions.inForms(questions.setForms, toAll, sets.timeout),
        ownSet: questions.inForms(questions.ownSetForms, toAll, sets.timeout),
      };
      const mine = ours(estate, between);
      const pairForms = [...forms.pair, ...forms.ownPair];
      const server = await neo4j(folder, estate, [...pairForms, ...forms.set, ...forms.ownSet]);
      const engine = await embedded(folder, size, [...forms.pair, ...forms.set]);
      const parted = (all: Answers[], pairCount: number) =>
        [all.slice(0, pairCount), all.slice(pairCount)] as const;
      const [serverPairs, serverSets] = parted(server, pairForms.length);
      const [enginePairs, engineSets] = parted(engine, forms.pair.length);
      const whole = 'internet to sensitive';
      const single = 'an identity to one store';
      return {
        on: { nodes: size.nodes, edges: size.edges },
        figures: [
          told(`${whole}, ours`, mine.set),
          ...serverSets.map((answers) => told(`${whole}, Neo4j`, answers)),
          ...engineSets.map((answers) => told(`${whole}, embedded engine`, answers)),
          ratio(`${whole}, faster than Neo4j`, mine.set, serverSets, 10),
          ratio(`${whole}, faster than the embedded engine`, mine.set, engineSets),
          told(`${single}, ours`, mine.pair),
          ...serverPairs.map((answers) => told(`${single}, Neo4j`, answers)),
          ...enginePairs.map((answers) => told(`${single}, embedded engine`, answers)),
          ratio(`${single}, faster than Neo4j`, mine.pair, serverPairs),
          ratio(`${single}, faster than the embedded engine`, mine.pair, enginePairs),
        ],
      };
    }),
});
