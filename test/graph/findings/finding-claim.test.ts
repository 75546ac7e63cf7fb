import { expect, test } from 'vitest';
import { checkClaim } from '../../../graph/claim.ts';
import { controlsClaim, findingClaim } from '../../../graph/findings/finding-claim.ts';
import { findingId } from '../../../graph/findings/finding-id.ts';
import type { Finding } from '../../../graph/findings/finding.ts';
import { storedFindings } from '../../../graph/findings/stored.ts';
import { transition } from '../../../graph/findings/transition.ts';
import { exampleOf } from '../../../graph/rules/example.ts';
import { loadRules } from '../../../graph/rules/load.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import { View } from '../../../graph/view.ts';
import { write } from '../../../graph/write.ts';
import { findingsOf, now } from './graph.ts';

const rules = await loadRules();
const rule = rules.find(({ id }) => id === 'TC-01')!;
const { findings } = await findingsOf(exampleOf(rule).fires, [rule]);
const { all } = transition([], findings, new Map(), now);

async function stored(...versions: Finding[][]) {
  const store = await openEmbedded();
  try {
    for (const [i, version] of versions.entries()) {
      const claims = [
        controlsClaim(rule, { open: version.some(({ status }) => status === 'open'), at: now + i }),
        ...version.map((finding) => findingClaim(finding, now + i)),
      ];
      for (const claim of claims) checkClaim(claim);
      await write(store, claims);
    }
    return await View.load(store);
  } finally {
    await store.close();
  }
}

test('a finding comes back from the graph as it was', async () => {
  expect(storedFindings(await stored(all))).toEqual(all);
});

test('an open finding is evidence for the entries of its rule, a closed one for none', async () => {
  const id = all[0]?.id ?? '';
  const controls = (view: View) => view.out(id, 'MAPS_TO').map(({ to }) => to);
  const open = await stored(all);
  expect(controls(open).sort()).toEqual(
    Object.entries(rule.frameworks)
      .flatMap(([framework, ids]) => (ids ?? []).map((entry) => `${framework}:${entry}`))
      .sort(),
  );
  expect(open.node('atlas:AML.T0051.000')).toMatchObject({
    kind: 'Control',
    stub: false,
    props: { framework: 'MITRE ATLAS 5.6', title: 'LLM Prompt Injection: Direct' },
  });
  const { all: closed } = transition(all, [], new Map(), now + 1);
  const after = await stored(all, closed);
  expect(controls(after)).toEqual([]);
  expect([...after.nodesOf('Control')]).toEqual([]);
  expect(after.node(id)?.props).toMatchObject({ status: 'closed', rule: 'TC-01' });
});

test('ids are of rule, entry and target, and nothing runs together', () => {
  expect(findingId('TC-01', 'a', 'b')).toBe(findingId('TC-01', 'a', 'b'));
  const others = [
    findingId('TC-02', 'a', 'b'),
    findingId('TC-01', 'b', 'a'),
    findingId('TC-01', 'a"', 'b'),
    findingId('TC-01', 'a","b', ''),
  ];
  expect(new Set([findingId('TC-01', 'a', 'b'), ...others]).size).toBe(5);
});

test('a body that is none of ours is left out', () => {
  const view = new View([
    { kind: 'Finding', uid: 'finding:x', stub: false, props: { body: { id: 1 } }, evidence: [] },
    { kind: 'Finding', uid: 'finding:y', stub: true, props: {}, evidence: [] },
  ]);
  expect(storedFindings(view)).toEqual([]);
});
