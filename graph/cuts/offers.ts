import { priors } from '../findings/priors.ts';
import type { View } from '../view.ts';
import type { Prices } from './numbered.ts';
import type { Trail } from './known-paths.ts';
import { smallestCut, type Cut, type CutOptions, type Survivors } from './smallest-cut.ts';
import { ownerOfChange, tellChanges, type ToldChange } from './told-change.ts';
import type { Ways } from './ways.ts';

/** What a cut aims at. */
export type Aim = 'cheapest' | 'least-disruptive' | 'one-owner';

export interface Offer {
  aim: Aim;
  /** Who alone can make it, for `one-owner`. */
  owner: string | null;
  changes: ToldChange[];
  /** What it costs by its aim, and what no cut can go below. */
  price: number;
  bound: number;
  /** True where no cut is cheaper by its aim. */
  exact: boolean;
}

export interface Offers<Told extends Offer = Offer> {
  /** The cheapest first, then those that differ from it; none where there is no path to end. */
  offers: Told[];
  /** A path that nobody can end, or null. */
  impossible: Trail | null;
}

/** Owners for whom a cut of their own is looked for. */
const mostOwners = 8;

/** What an operator has to do, and more for what is in use. */
export const cheapest: Prices = { of: ({ effort }) => effort, loss: priors.effortInUse };

/** First what is in use, then what else hangs on it, then effort. */
const gentle = (ways: Ways): Prices => ({
  of: ({ id, effort }) => effort + 10 * ways.edgesOf(id).length,
  loss: 10_000,
});

const offerOf = (
  { view, ways }: { view: View; ways: Ways },
  aim: Aim,
  owner: string | null,
  { changes, price, bound }: Cut,
): Offer => ({
  aim,
  owner,
  changes: tellChanges(view, ways, changes),
  price,
  bound,
  exact: bound >= price,
});

const sameChanges = (a: Offer, b: Offer) =>
  a.changes.length === b.changes.length && a.changes.every(({ id }, i) => id === b.changes[i]?.id);

export interface OfferOptions extends Pick<CutOptions, 'timeout' | 'solver'> {
  /** Whether to look for others than the cheapest. */
  alternatives: boolean;
  /** Ids of changes that are offered where they do as well as the cheapest. */
  rather: readonly string[];
}

/** The changes that are wanted rather, where they cost as little and leave no path either. */
function wanted(cut: Cut, ids: readonly string[], survivors: Survivors, ways: Ways): Cut {
  const changes = ids.map((id) => ways.change(id));
  const own = changes.reduce((sum, change) => sum + cheapest.of(change), 0);
  const gone = ways.ended(new Set(ids));
  const lost = [...ways.used(ids)].filter((edge) => gone.has(edge)).length;
  const asCheap = own + cheapest.loss * lost === cut.price;
  return ids.length > 0 && asCheap && survivors(gone).length === 0 ? { ...cut, changes } : cut;
}

/**
 * Cuts after which no path is left: the cheapest; the one that breaks least of what is in use; and
 * for each who answers for something on the way, one that they can make alone.
 */
export function cutOffers(
  { view, ways, survivors }: { view: View; ways: Ways; survivors: Survivors },
  { timeout, solver, alternatives, rather }: OfferOptions,
): Offers {
  const around = { view, ways };
  const owners = new Set<string>();
  const watched: Prices = {
    ...cheapest,
    of(change) {
      const owner = ownerOfChange(view, change);
      if (owner !== null) owners.add(owner);
      return cheapest.of(change);
    },
  };
  const best = smallestCut(survivors, ways, { prices: watched, timeout, solver });
  if (best.impossible) return { offers: [], impossible: best.impossible };
  if (best.changes.length === 0) return { offers: [], impossible: null };
  const first = wanted(best, rather, survivors, ways);
  const offers = [offerOf(around, 'cheapest', null, first)];
  if (!alternatives) return { offers, impossible: null };
  const add = (aim: Aim, owner: string | null, prices: Prices) => {
    const cut = smallestCut(survivors, ways, { prices, timeout, solver });
    const offer = offerOf(around, aim, owner, cut);
    if (!cut.impossible && !offers.some((other) => sameChanges(other, offer))) offers.push(offer);
  };
  add('least-disruptive', null, gentle(ways));
  for (const owner of [...owners].sort().slice(0, mostOwners))
    add('one-owner', owner, {
      ...cheapest,
      allows: (change) => ownerOfChange(view, change) === owner,
    });
  return { offers, impossible: null };
}
