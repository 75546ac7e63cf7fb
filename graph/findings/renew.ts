import type { Evaluated } from '../settled-state.ts';
import type { Stopwatch } from '../stopwatch.ts';
import type { Store } from '../store/store.ts';
import { nameOf } from '../view.ts';
import type { Changes } from '../workspace.ts';
import { write } from '../write.ts';
import { evaluate } from './evaluate.ts';
import { controlsClaim, findingClaim } from './finding-claim.ts';
import type { Finding } from './finding.ts';
import { blameOf, transition, type Turned } from './transition.ts';

/** What renewing found, and what it wrote. */
export interface Renewed extends Turned {
  evaluated: Evaluated;
  written: Changes | null;
}

type Parts = Omit<Parameters<typeof evaluate>[0], 'at'> & { store: Store; watch: Stopwatch };

/** Runs the rules, and writes each finding that differs from before. */
export async function renew(
  parts: Parts,
  before: readonly Finding[],
  changes: readonly Changes[],
): Promise<Renewed> {
  const at = Date.now();
  const { findings, populations } = await evaluate({ ...parts, at });
  const turned = transition(before, findings, blameOf(changes), at, {
    populations,
    name: (uid) => nameOf(parts.view.node(uid) ?? { uid, props: {} }),
  });
  parts.watch.lap('turn');
  const touched = new Set(turned.changed.map(({ rule }) => rule));
  const open = new Set(turned.all.flatMap((one) => (one.status === 'open' ? [one.rule] : [])));
  const claims = [
    ...parts.rules
      .filter(({ id }) => touched.has(id))
      .map((rule) => controlsClaim(rule, { open: open.has(rule.id), at })),
    ...turned.changed.map((finding) => findingClaim(finding, at)),
  ];
  const written = claims.length ? (await write(parts.store, claims)).changes : null;
  parts.watch.lap('keep');
  return { ...turned, evaluated: { at, populations }, written };
}
