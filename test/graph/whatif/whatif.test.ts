import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../../demo/load.ts';
import { claimKey, type Claim, type ScopeMark } from '../../../graph/claim.ts';
import { Estate } from '../../../graph/estate.ts';
import type { Finding } from '../../../graph/findings/finding.ts';
import { claimOf } from '../../../graph/rules/example.ts';
import { parsePattern } from '../../../graph/rules/pattern.ts';
import { snapshot } from '../../../graph/snapshot.ts';
import { whatIf } from '../../../graph/whatif/whatif.ts';
import { random } from '../../../bench/random.ts';

const now = Date.UTC(2026, 10, 24, 12);
let demo: Estate;
const recorded: { claims: Claim[]; marks: ScopeMark[] } = { claims: [], marks: [] };

beforeAll(async () => {
  demo = await Estate.open();
  const recorder = {
    key: 'k',
    write: (claims: Claim[], marks: ScopeMark[] = []) => {
      recorded.claims.push(...claims);
      recorded.marks.push(...marks);
      return Promise.resolve({ unchanged: 0 });
    },
    setDemo: () => Promise.resolve(),
  };
  await loadDemo(recorder as unknown as Estate, now);
  await demo.write(recorded.claims, recorded.marks);
  await demo.settle();
});
afterAll(() => demo.close());

const idsOf = (findings: Iterable<Finding>) => [...findings].map(({ id }) => id).sort();
const openIn = ({ findings }: Estate) =>
  new Map([...findings].filter(([, { status }]) => status === 'open'));

/** What a finding says, without when and where it was read. */
const plain = ({ history: _, evidence: __, ...rest }: Finding) => rest;

test.each([1, 2, 3, 4, 5, 6])(
  'what an answer says of retracted records is what retracting them does (%i)',
  async (seed) => {
    const next = random(seed);
    const states = new Map(
      recorded.claims
        .filter(({ mode }) => mode === 'state')
        .map((claim) => [claimKey(claim), claim]),
    );
    const gone = [...states.values()]
      .filter(() => next() < 0.1)
      .map((claim): Claim => ({ ...claim, at: claim.at + 1, nodes: [], edges: [] }));
    const before = await snapshot(demo.store);
    const answer = await whatIf(demo, { claims: gone }, { at: now });
    expect(await snapshot(demo.store)).toEqual(before);

    const real = await Estate.open();
    await real.write(recorded.claims, recorded.marks);
    await real.write(gone);
    await real.settle();
    const [was, is] = [openIn(demo), openIn(real)];
    await real.close();
    const both = [...was.keys()].filter((id) => is.has(id));
    const differ = both.filter(
      (id) =>
        JSON.stringify(plain(was.get(id) as Finding)) !==
        JSON.stringify(plain(is.get(id) as Finding)),
    );
    const { opened, closed, changed } = answer.findings;
    expect(gone.length).toBeGreaterThan(10);
    expect(idsOf(opened)).toEqual([...is.keys()].filter((id) => !was.has(id)).sort());
    expect(idsOf(closed)).toEqual([...was.keys()].filter((id) => !is.has(id)).sort());
    expect(idsOf(changed.map(({ after }) => after))).toEqual(differ.sort());
    expect(closed.length + changed.length).toBeGreaterThan(0);
  },
);

/** An estate of the path that a prompt takes to data, with a guardrail and a store of its own. */
async function small(pattern: string) {
  const estate = await Estate.open();
  await estate.write([claimOf(parsePattern(pattern))]);
  await estate.settle();
  return estate;
}
const chain =
  '(i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:QUERIES]->(d:DataStore {sensitive: true})';
const rulesOf = (findings: readonly Finding[]) => findings.map(({ rule }) => rule);
const uidOf = (estate: Estate, kind: 'Agent' | 'Endpoint' | 'DataStore') =>
  [...estate.view.nodesOf(kind)].map(({ uid }) => uid)[0] ?? '';

test('without an edge, or a node on the way, there is no path and no finding', async () => {
  const estate = await small(chain);
  const agent = uidOf(estate, 'Agent');
  const [edge] = estate.view.out(agent, 'QUERIES');
  for (const id of [edge?.id ?? '', agent]) {
    const { paths, findings } = await whatIf(estate, { remove: [id] });
    expect(paths.closed).toHaveLength(1);
    expect(paths.opened).toEqual([]);
    expect(rulesOf(findings.closed)).toContain('TC-02');
  }
  await estate.close();
});

test('an edge more opens the path that it completes', async () => {
  const whole = await small(chain);
  const [edge] = whole.view.out(uidOf(whole, 'Agent'), 'QUERIES');
  const [from, to] = [whole.view.node(edge?.from ?? ''), whole.view.node(edge?.to ?? '')];
  if (!edge || !from || !to) throw new Error('the chain has no grant');
  await whole.close();
  const estate = await small(`${chain.replace('-[:QUERIES]->', ', ')}`);
  expect(openIn(estate).size).toBe(0);
  const { paths, findings } = await whatIf(estate, {
    add: [{ kind: 'QUERIES', from, to, props: {} }],
  });
  expect(paths.opened.map(({ hops }) => hops.at(-1)?.to)).toEqual([to.uid]);
  expect(rulesOf(findings.opened)).toContain('TC-02');
  expect(openIn(estate).size).toBe(0);
  await estate.close();
});

test('data that is not sensitive ends the finding, whoever said that it is', async () => {
  const estate = await small(chain);
  const uid = uidOf(estate, 'DataStore');
  const { findings } = await whatIf(estate, { set: [{ uid, props: { sensitive: false } }] });
  expect(rulesOf(findings.closed)).toContain('TC-02');
  expect(estate.view.node(uid)?.props['sensitive']).toBe(true);
  await estate.close();
});

test('an id that names nothing is refused by name', async () => {
  await expect(whatIf(demo, { remove: ['nobody'] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'no cause, edge or node "nobody"',
  });
});

test('a draft that fails leaves the estate as it was, and open for the next', async () => {
  const before = await snapshot(demo.store);
  await expect(
    demo.imagine(async (draft) => {
      await draft.write(
        recorded.claims.slice(0, 5).map((claim) => ({ ...claim, at: now + 5, nodes: [] })),
      );
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  expect(await snapshot(demo.store)).toEqual(before);
  expect((await whatIf(demo, {})).findings).toEqual({ opened: [], closed: [], changed: [] });
});
