import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waysIn } from '../../../graph/cuts/ways.ts';
import { Estate } from '../../../graph/estate.ts';
import { applyEdits } from '../../../graph/whatif/apply-edits.ts';
import { ingestPaths } from '../../../ingest/ingest.ts';

const dumps = fileURLToPath(new URL('../../ingest/formats/aws-iam/', import.meta.url));
const now = Date.UTC(2026, 0, 2);

/** One user has AdministratorAccess by itself and with a group, one with a group alone. */
const names = ['example-authz-details.json', 'example_authz_v2.json'];
const estates = new Map<string, Estate>();

beforeAll(async () => {
  for (const name of names) {
    const estate = await Estate.open();
    await ingestPaths([`${dumps}${name}`], (c, m) => estate.write(c, m), {
      key: estate.key,
      at: now - 1_000,
      base: dumps,
    });
    await estate.settle();
    estates.set(name, estate);
  }
});
afterAll(async () => {
  for (const estate of estates.values()) await estate.close();
});

test.each(names)(
  '%s: what ends when a member leaves, or a group loses a policy, is gone once that is done',
  async (name) => {
    const estate = estates.get(name);
    if (!estate) throw new Error(`no estate ${name}`);
    const { view } = estate;
    const ways = waysIn(view, now);
    const changes = [...view.edges()].filter(
      ({ kind, from }) =>
        kind === 'MEMBER_OF' || (kind === 'HAS_POLICY' && view.node(from)?.kind === 'Group'),
    );
    let ending = 0;
    for (const { id } of changes) {
      const ended = [...ways.ended(new Set([id]))].filter((edge) => edge !== id);
      ending += ended.length;
      await estate.imagine(async (draft) => {
        await applyEdits(draft, { remove: [id] }, now);
        await draft.settle();
        const there = (edge: string) => draft.view.edge(edge)?.conditional === false;
        expect(ended.filter(there), id).toEqual([]);
        const others = [...view.edges()].filter(
          ({ because, conditional }) => because.length > 0 && !conditional,
        );
        for (const edge of others)
          if (!ended.includes(edge.id))
            expect(there(edge.id), `${edge.id} without ${id}`).toBe(true);
      });
    }
    expect(changes.length).toBeGreaterThan(1);
    expect(ending).toBeGreaterThan(0);
  },
);
