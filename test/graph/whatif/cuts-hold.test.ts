import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../../demo/load.ts';
import { survivorsOf } from '../../../graph/cuts/survivors.ts';
import { waysIn } from '../../../graph/cuts/ways.ts';
import { Estate } from '../../../graph/estate.ts';
import { endsFrom, endsTo } from '../../../graph/projection/ends.ts';
import { snapshot } from '../../../graph/snapshot.ts';
import { applyEdits } from '../../../graph/whatif/apply-edits.ts';
import { closingCut } from '../../../graph/whatif/closing-cut.ts';
import { goalBetween, goalOf, provedCuts } from '../../../graph/whatif/proved-cuts.ts';
import { accounts, estateOf } from '../../end-to-end/account.ts';

const now = Date.UTC(2026, 10, 24, 12);
const estates = new Map<string, Estate>();

beforeAll(async () => {
  const demo = await Estate.open();
  await loadDemo(demo, now);
  await demo.settle();
  estates.set('demo', demo);
  const folder = join(accounts, 'pathfinding-labs/merged-account-111122223333');
  estates.set('merged account', (await estateOf(folder)).estate);
});
afterAll(async () => {
  for (const estate of estates.values()) await estate.close();
});

function estateNamed(name: string): Estate {
  const estate = estates.get(name);
  if (!estate) throw new Error(`no estate ${name}`);
  return estate;
}

const openIn = ({ findings }: Estate) =>
  new Set([...findings.values()].flatMap(({ id, status }) => (status === 'open' ? [id] : [])));

/** Targets that paths still reach, and findings that stay open, once changes are really made. */
function left(estate: Estate, changes: readonly string[], from: string, to: string) {
  return estate.imagine(async (draft) => {
    await applyEdits(draft, { remove: changes }, now);
    await draft.settle();
    const { view, projection } = draft;
    const ends = { from: endsFrom(view, from), to: endsTo(view, to) };
    return { targets: projection.witnesses(ends, 1_000).length, open: openIn(draft) };
  });
}

test.each([
  ['demo', 'internet', 'sensitive'],
  ['demo', 'internet', 'admin'],
  ['demo', 'kind:Identity', 'admin'],
  ['merged account', 'internet', 'sensitive'],
  ['merged account', 'internet', 'admin'],
  ['merged account', 'kind:Identity', 'admin'],
])(
  '%s: cuts from %s to %s leave no path when made, and no part of one suffices',
  async (name, from, to) => {
    const estate = estateNamed(name);
    const before = await snapshot(estate.store);
    const ends = { from: endsFrom(estate.view, from), to: endsTo(estate.view, to) };
    expect(estate.projection.witnesses(ends, 1).length).toBe(1);
    const found = await provedCuts(estate, goalBetween(ends), { timeout: 60_000, at: now });
    expect(found.left).toBe(0);
    const { offers } = found;
    expect(offers.map(({ aim }) => aim)).toContain('cheapest');
    for (const { changes, exact } of offers) {
      const ids = changes.map(({ id }) => id);
      expect(exact).toBe(true);
      expect((await left(estate, ids, from, to)).targets).toBe(0);
      for (const one of ids) {
        const rest = ids.filter((id) => id !== one);
        expect((await left(estate, rest, from, to)).targets, `without ${one}`).toBeGreaterThan(0);
      }
    }
    expect(await snapshot(estate.store), 'the estate is as it was').toEqual(before);
  },
);

test.each(['demo', 'merged account'])(
  '%s: what ends a finding closes it when made',
  async (name) => {
    const estate = estateNamed(name);

    const found = [...estate.findings.values()].filter(({ path }) => path !== null);
    expect(found.length).toBeGreaterThan(2);
    const goal = goalOf(estate, found, now);
    const { offers, left: unended } = await provedCuts(estate, goal, { timeout: 60_000, at: now });
    const [best] = offers;
    const ids = best?.changes.map(({ id }) => id) ?? [];
    expect([best?.exact, unended]).toEqual([true, 0]);
    const { open } = await left(estate, ids, 'internet', 'sensitive');
    expect(found.filter(({ id }) => open.has(id)).map(({ rule, entry }) => [rule, entry])).toEqual(
      [],
    );
  },
);

// A rule may fall silent while its paths go on by other edges than it names, so that a part of the
// changes may close a finding; what it proposes ends the paths.
test.each(['demo', 'merged account'])(
  '%s: what each finding proposes closes it, and no part of that ends its paths',
  async (name) => {
    const estate = estateNamed(name);
    const ways = waysIn(estate.view, now);
    const sizes: number[] = [];
    for (const finding of estate.findings.values()) {
      const cut = await closingCut(estate, finding, { timeout: 60_000, at: now });
      if (finding.status === 'closed' || finding.path === null) {
        expect(cut).toBe(null);
        continue;
      }
      const what = `${finding.rule} ${finding.entry} > ${finding.target}`;
      expect([cut?.aim, cut?.exact], what).toEqual(['cheapest', true]);
      const ids = cut?.changes.map(({ id }) => id) ?? [];
      const { open } = await left(estate, ids, 'internet', 'sensitive');
      expect(open.has(finding.id), what).toBe(false);
      const { store, view, projection, rules } = estate;
      const survivors = await survivorsOf({ store, view, projection, rules, at: now }, [finding]);
      for (const one of ids) {
        const rest = ids.filter((id) => id !== one);
        expect(survivors(ways.ended(new Set(rest))), `${what} without ${one}`).not.toEqual([]);
      }
      sizes.push(ids.length);
    }
    expect(sizes.length).toBeGreaterThan(2);
    if (name === 'demo') expect(Math.max(...sizes)).toBeGreaterThan(1);
  },
);
