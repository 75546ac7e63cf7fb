import { expect, test } from 'vitest';
import { pick, random } from '../../../bench/random.ts';
import { edgeIdOf, type Claim, type EdgeClaim, type NodeClaim } from '../../../graph/claim.ts';
import { ProposalMemory } from '../../../graph/findings/proposal-memory.ts';
import { propose } from '../../../graph/findings/propose.ts';
import { claimOf, exampleOf } from '../../../graph/rules/example.ts';
import { livePopulation, liveRows } from '../../../graph/rules/live-query.ts';
import { loadRules } from '../../../graph/rules/load.ts';
import { parseQuery } from '../../../graph/rules/parse-query.ts';
import type { Rule } from '../../../graph/rules/rule.ts';
import { edgeKindsOf } from '../../../graph/rules/vocabulary.ts';
import {
  edgeCheck,
  isEdgeKind,
  joins,
  nodeCheck,
  type EdgeKind,
} from '../../../graph/schema/index.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import { View } from '../../../graph/view.ts';
import { write } from '../../../graph/write.ts';

const rules = await loadRules();
const at = Date.UTC(2026, 10, 1);

type Thing = NodeClaim | EdgeClaim;

const isEdge = (thing: Thing): thing is EdgeClaim => 'from' in thing;

const idOf = (thing: Thing) =>
  isEdge(thing) ? edgeIdOf(thing.kind, thing.from.uid, thing.to.uid) : thing.uid;

/** What an owner says of one thing, or no longer says. */
const said = (thing: Thing, when: number, gone = false): Claim => ({
  ...{ owner: 'test', subject: idOf(thing), at: when, mode: 'state' },
  nodes: gone || isEdge(thing) ? [] : [thing],
  edges: gone || !isEdge(thing) ? [] : [thing],
  evidence: { source: 'test', record: 'test' },
});

/** The example of a rule several times over; copies share what is named in `shared`. */
function copies(
  rule: Rule,
  count: number,
  shared: (uid: string, copy: number) => boolean,
): Thing[] {
  const { nodes, edges } = claimOf(exampleOf(rule).fires);
  const things = new Map<string, Thing>();
  for (let copy = 0; copy < count; copy++) {
    const uid = (was: string) => (was === 'internet' || shared(was, copy) ? was : `${was}/${copy}`);
    const all: Thing[] = [
      ...nodes.map((node) => ({ ...node, uid: uid(node.uid) })),
      ...edges.map((edge) => ({
        ...edge,
        from: { ...edge.from, uid: uid(edge.from.uid) },
        to: { ...edge.to, uid: uid(edge.to.uid) },
      })),
    ];
    for (const thing of all) things.set(idOf(thing), thing);
  }
  return [...things.values()];
}

/** Values that a rule may ask for: those in its text, and what else its properties may be. */
function valuesIn({ query, of, example, safe }: Rule): unknown[] {
  const texts = [query, of, example, ...safe].join('\n').matchAll(/'([^']*)'/g);
  return [...new Set([...texts].map(([, text]) => text)), true, false, 0.5, 10];
}

const propsIn = ({ query, of }: Rule) => [
  ...new Set([...`${query} ${of}`.matchAll(/\b\w+\.(\w+)/g)].map(([, name = '']) => name)),
];

/** The thing with another property, or without one; null where the schema has no such. */
function turned(next: () => number, rule: Rule, thing: Thing): Thing | null {
  const name = pick(next, propsIn(rule));
  if (name === undefined) return null;
  const value = next() < 0.3 ? undefined : pick(next, valuesIn(rule));
  const props = { ...thing.props, [name]: value };
  if (value === undefined) delete (props as Record<string, unknown>)[name];
  const check = isEdge(thing) ? edgeCheck[thing.kind] : nodeCheck[thing.kind];
  return check.safeParse(props).success ? ({ ...thing, props } as Thing) : null;
}

/** An edge of a kind that the rule names between two nodes that it may join. */
function joined(next: () => number, rule: Rule, nodes: readonly NodeClaim[]): Thing | null {
  const kind = pick(next, edgeKindsOf(rule.query).filter(isEdgeKind)) as EdgeKind | undefined;
  if (kind === undefined || nodes.length === 0) return null;
  const [from, to] = [pick(next, nodes), pick(next, nodes)];
  if (from.uid === to.uid || !joins(kind, from.kind, to.kind)) return null;
  const refOf = ({ kind: of, uid }: NodeClaim) => ({ kind: of, uid });
  return { kind, from: refOf(from), to: refOf(to), props: {} };
}

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s: after each of many changes what it proposes is what the store says when asked whole',
  async (_id, rule) => {
    expect(liveRows(rule.query), 'its rows can be followed').not.toBe(null);
    expect(livePopulation(rule.of), 'its population can be followed').not.toBe(null);
    const next = random(7);
    const store = await openEmbedded();
    const things = new Map(
      copies(rule, 3, (_uid, copy) => copy === 1 && next() < 0.5).map((one) => [idOf(one), one]),
    );
    await write(
      store,
      [...things.values()].map((thing) => said(thing, 1)),
    );
    const view = await View.load(store);
    const memory = new ProposalMemory();
    const seen = new Set<string>();
    const dead = new Map<string, Thing>();
    const check = async (when: number) => {
      const kept = await propose(store, rule, at, { memory, view });
      const whole = await propose(store, rule, at);
      expect(kept, `change ${when}`).toEqual(whole);
      expect(whole.truncated).toBe(null);
      seen.add(JSON.stringify(whole));
    };
    await check(1);
    const reads: string[] = [];
    const watched = {
      ...store,
      read: (...asked: Parameters<typeof store.read>) => {
        reads.push(asked[0]);
        return store.read(...asked);
      },
    };
    for (let when = 2; when < 60; when++) {
      const claims: Claim[] = [];
      for (let count = 1 + Math.floor(next() * 3); count > 0; count--) {
        const draw = next();
        if (things.size === 0) break;
        const [id, thing] = pick<[string, Thing]>(next, [...things]);
        const nodes = [...things.values()].filter((one) => !isEdge(one));
        const back = [...dead.values()][0];
        if (draw < 0.3) {
          claims.push(said(thing, when, true));
          things.delete(id);
          dead.set(id, thing);
        } else {
          const made =
            draw < 0.5 && back
              ? back
              : draw < 0.8
                ? turned(next, rule, thing)
                : joined(next, rule, nodes);
          if (!made) continue;
          things.set(idOf(made), made);
          dead.delete(idOf(made));
          claims.push(said(made, when));
        }
      }
      const once = new Map(claims.map((claim) => [claim.subject, claim]));
      const { changes } = await write(store, [...once.values()]);
      const finish = memory.note(changes, view);
      view.apply(changes);
      finish();
      await propose(watched, rule, at, { memory, view });
      await check(when);
    }
    expect(reads, 'the store was asked once').toEqual([]);
    expect(seen.size, 'changes made a difference').toBeGreaterThan(2);
    await store.close();
  },
);

test.each([
  ['an optional match', 'OPTIONAL MATCH (a:Agent) RETURN a.uid AS entry'],
  ['an order', 'MATCH (a:Agent) RETURN a.uid AS entry ORDER BY a.uid'],
  [
    'two patterns that hang on nothing common',
    'MATCH (a:Agent) MATCH (b:Tool) RETURN a.uid AS entry',
  ],
  [
    'rows that tell of many',
    'MATCH (a:Agent) WITH count(a) AS n MATCH (b:Agent) RETURN b.uid AS entry',
  ],
  ['an entry that is no node', "MATCH (a:Agent) RETURN 'x' AS entry"],
  [
    'an aggregate inside of an expression',
    'MATCH (a:Agent) RETURN a.uid AS entry, [min(a.uid)] AS steps',
  ],
])('%s cannot be followed', (_, query) => {
  expect(liveRows(query)).toBe(null);
});

test('a count of rows can be followed only where each node makes one', () => {
  expect(livePopulation('MATCH (a:Agent) RETURN count(a) AS n')).not.toBe(null);
  const rows = 'MATCH (a:Agent)-[:CAN_CALL]->(t:Tool)';
  expect(livePopulation(`${rows} RETURN count(a) AS n`)).toBe(null);
  expect(livePopulation(`${rows} RETURN count(DISTINCT a) AS n`)).not.toBe(null);
});

test('a query says where it cannot be read', () => {
  expect(() => parseQuery('MATCH (a:Agent) WHERE b.stub RETURN a.uid AS entry')).toThrow('"b"');
  expect(() => parseQuery('MATCH (a)-[x:CAN_CALL*1..2]->(b) RETURN a.uid AS entry')).toThrow(
    'chain',
  );
});
