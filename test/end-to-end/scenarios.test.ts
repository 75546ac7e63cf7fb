import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { endsFrom, endsTo } from '../../graph/projection/ends.ts';
import { accounts, estateOf, foldersOf } from './account.ts';

interface Documented {
  target: string;
  nodes: { arn?: string; access?: string; isTarget?: boolean }[];
}

const scenarios = join(accounts, 'pathfinding-labs/scenarios');
const tail = (id: string) => (id.split(/[:/]/).at(-1) ?? id).toLowerCase();
const text = (path: string): string =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((n) => n !== 'expected.json' && n !== 'terraform-show.json')
        .map((n) => text(join(path, n)))
        .join('\n')
    : readFileSync(path, 'utf8');

/** The documentation names a shared user that the scenario's own Terraform does not make. */
const ownStart: Record<string, string> = {
  'single-account.privesc-multi-hop.to-bucket.role-chain-to-s3':
    'arn:aws:iam::111122223333:user/pl-prod-rcs-to-bucket-starting-user',
};

let found = 0;
let shaped = 0;

test.each(foldersOf(scenarios))(
  '%s is found from its documented start to its documented target',
  async (name) => {
    const folder = join(scenarios, name);
    const documented = JSON.parse(
      readFileSync(join(folder, 'expected.json'), 'utf8'),
    ) as Documented;
    const dump = text(folder).toLowerCase();
    const known = (arn: string | undefined): arn is string =>
      arn !== undefined && !/[{*]/.test(arn);
    const { nodes } = documented;
    const start = nodes.find((node) => node.access) ?? nodes[0];
    const target = nodes.find((node) => node.isTarget) ?? nodes.at(-1);
    const from =
      start?.access === 'public-network' ? 'internet' : (ownStart[name] ?? start?.arn ?? '');
    const { estate, report } = await estateOf(folder);
    try {
      expect(report.rejected).toEqual([]);
      // The documentation may leave a random suffix of the target's name out.
      const stores = [...estate.view.nodesOf('DataStore')].map(({ uid }) => uid);
      const to =
        documented.target === 'to-admin'
          ? 'admin'
          : (stores.find((uid) => uid.startsWith(target?.arn ?? '-')) ?? '');
      const { paths } = estate.projection.paths({
        from: endsFrom(estate.view, from),
        to: endsTo(estate.view, to),
        k: 20,
      });
      expect(paths.length, 'a path is found').toBeGreaterThan(0);
      found += 1;
      const via = nodes
        .filter((n) => n !== target && known(n.arn) && dump.includes(n.arn.toLowerCase()))
        .map((n) => tail(n.arn ?? ''));
      const shapes = paths.map(({ hops }) =>
        [hops[0]?.from ?? '', ...hops.map((hop) => hop.to)].map(tail),
      );
      const inOrder = (shape: string[]) => {
        let next = 0;
        for (const step of shape) if (step === via[next]) next += 1;
        return next === via.length;
      };
      expect(shapes.some(inOrder), `one runs through ${via.join(' > ')}`).toBe(true);
      shaped += 1;
    } finally {
      await estate.close();
    }
  },
);

afterAll(() => {
  console.log(`documented scenarios: ${found} found, ${shaped} through their documented nodes`);
});
