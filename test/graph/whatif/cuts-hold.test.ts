import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../../demo/load.ts';
import { Estate } from '../../../graph/estate.ts';
import type { Finding } from '../../../graph/findings/finding.ts';
import { isEnough } from '../../../graph/findings/fix.ts';
import { heldStepsOf, pathsThrough, type HeldSteps } from '../../../graph/findings/held-steps.ts';
import { endsFrom, endsTo } from '../../../graph/projection/ends.ts';
import { snapshot } from '../../../graph/snapshot.ts';
import { applyEdits } from '../../../graph/whatif/apply-edits.ts';
import { closingOf, hasPaths } from '../../../graph/whatif/closing.ts';
import { goalBetween } from '../../../graph/whatif/cut-goal.ts';
import { provedCuts } from '../../../graph/whatif/proved-cuts.ts';
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
    const options = { timeout: 60_000, at: now };
    const { offers, left: unended } = await closingOf(estate, found, options);
    const [best] = offers;
    const ids = best?.changes.map(({ id }) => id) ?? [];
    expect([best?.exact, unended]).toEqual([true, 0]);
    const { open } = await left(estate, ids, 'internet', 'sensitive');
    expect(found.filter(({ id }) => open.has(id)).map(({ rule, entry }) => [rule, entry])).toEqual(
      [],
    );
  },
);

/** Every part of a list but the whole; each has at least one less than it. */
const partsOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: 2 ** ids.length - 1 }, (_, mask) => ids.filter((__, i) => (mask >> i) & 1));

/** Paths through the steps of a finding once changes are really made, and whether it is open. */
function leftOf(estate: Estate, finding: Finding, held: HeldSteps, remove: readonly string[]) {
  return estate.imagine(async (draft) => {
    await applyEdits(draft, { remove }, now);
    await draft.settle();
    const paths = pathsThrough(draft, [held])(new Set(), 100);
    return { paths: paths.length, open: openIn(draft).has(finding.id) };
  });
}

// A rule may fall silent while its paths go on by other edges than it names, so that a part of the
// changes may close a finding; what is proposed ends the paths.
test.each(['demo', 'merged account'])(
  '%s: what each finding proposes closes it and ends its paths when made, and no part of that does',
  async (name) => {
    const estate = estateNamed(name);
    const { store, rules } = estate;
    const all = [...estate.findings.values()];
    const held = await heldStepsOf({ store, rules, at: now }, all);
    const sizes: number[] = [];
    const silenced: string[] = [];
    for (const finding of all) {
      const options = { timeout: 60_000, at: now, alternatives: false };
      const closing = await closingOf(estate, [finding], options);
      const [cut] = closing.offers;
      if (!hasPaths(finding)) {
        expect(cut).toBe(undefined);
        continue;
      }
      const steps = held.get(finding.id);
      if (!steps) throw new Error(`no steps of ${finding.id}`);
      const what = `${finding.rule} ${finding.entry} > ${finding.target}`;
      expect([cut?.aim, cut?.exact, cut?.left], what).toEqual(['cheapest', true, 0]);
      const ids = cut?.changes.map(({ id }) => id) ?? [];
      expect(await leftOf(estate, finding, steps, ids), what).toEqual({ paths: 0, open: false });
      let quiet = false;
      for (const part of partsOf(ids)) {
        const { paths, open } = await leftOf(estate, finding, steps, part);
        expect(paths, `${what} by ${part.join(' and ')}`).toBeGreaterThan(0);
        if (!open) quiet = true;
      }
      // Where a part is enough for the rule, that is told, with the path that goes on.
      expect(closing.silence !== null, what).toBe(quiet);
      if (closing.silence) {
        const part = closing.silence.changes.map(({ id }) => id);
        expect(ids).toEqual(expect.arrayContaining(part));
        const after = await leftOf(estate, finding, steps, part);
        expect([after.paths > 0, after.open], what).toEqual([true, false]);
        expect(closing.silence.goesOn.length).toBeGreaterThan(0);
        silenced.push(finding.rule);
      }
      sizes.push(ids.length);
    }
    expect(sizes.length).toBeGreaterThan(2);
    if (name !== 'demo') return;
    expect(Math.max(...sizes)).toBeGreaterThan(1);
    expect(silenced).not.toEqual([]);
  },
);

test.each(['demo', 'merged account'])('%s: a fix that is enough is so when made', async (name) => {
  const estate = estateNamed(name);
  const { store, rules } = estate;
  const all = [...estate.findings.values()].filter(hasPaths);
  const held = await heldStepsOf({ store, rules, at: now }, all);
  const enough = all.filter(({ fix }) => isEnough(fix));
  expect(enough.length).toBeGreaterThan(1);
  for (const finding of enough) {
    const { causes, edge } = finding.fix;
    const steps = held.get(finding.id);
    if (!steps || edge === null) throw new Error(`no steps of ${finding.id}`);
    expect(
      await leftOf(estate, finding, steps, causes.length > 0 ? causes : [edge]),
      `${finding.rule} ${finding.entry} > ${finding.target}`,
    ).toEqual({ paths: 0, open: false });
  }
});
