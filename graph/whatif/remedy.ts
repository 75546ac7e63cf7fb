import type { Finding } from '../findings/finding.ts';
import { isEnough } from '../findings/fix.ts';
import { sentencesOf } from '../findings/narrate.ts';
import { nameOf, type View } from '../view.ts';
import type { Closing } from './closing.ts';
import type { TriedOffer } from './proved-cuts.ts';
import type { Offer } from '../cuts/offers.ts';
import type { ToldChange } from '../cuts/told-change.ts';

/** What to do about a finding, as every interface says it. */
export interface Remedy {
  /** How far the changes go, and what of that is proved. */
  say: string;
  changes: { id: string | null; say: string; use: string | null }[];
  /** What to know before they are made. */
  notes: string[];
  /** What they cost, and what no cut can go below; null where no cut was looked for. */
  price: number | null;
  bound: number | null;
  /** Tried on a draft, where no path is left. */
  tried: boolean;
}

const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

/** How sure it is that nothing does better by its aim. */
function proofOf({ aim, exact, price, bound }: Offer): string {
  if (aim === 'least-disruptive')
    return exact ? 'proved to break least of what is in use' : 'another may break less';
  return exact
    ? `price ${price}, proved the cheapest`
    : `price ${price}; none costs less than ${bound}`;
}

/** What a cut does, in a sentence. */
export const sayCut = (offer: TriedOffer): string => {
  const { changes, left } = offer;
  const ends = `${left > 0 ? counted(left, 'path') : 'no path'} left when tried on a draft`;
  const { length } = changes;
  return length === 1
    ? `One change: ${ends}; ${proofOf(offer)}.`
    : `${length} changes, none of which can be left out: ${ends}; ${proofOf(offer)}.`;
};

/** Who uses what a change ends, and when last; null where nothing of it is in use. */
export function useOf(view: View, { uses }: Pick<ToldChange, 'uses'>): string | null {
  if (uses.length === 0) return null;
  const by = [...new Set(uses.flatMap((use) => use.by))];
  const names = by.map((uid) => nameOf(view.node(uid) ?? { uid, props: {} }));
  const last = new Date(Math.max(...uses.map(({ lastSeen }) => lastSeen)));
  return `in use by ${names.join(', ')}, last on ${last.toISOString().slice(0, 10)}`;
}

/** What else there is to say of the cheapest cut. */
export function notesOf({ finding, offers, silence }: Closing): string[] {
  const [cut] = offers;
  const notes: string[] = [];
  if (finding && cut?.left === 0 && cut.changes.length > 1)
    notes.push(
      isEnough(finding.fix)
        ? `A dearer way to end its paths: ${finding.fix.say}`
        : 'No single change is known that ends all its paths.',
    );
  if (cut && silence) {
    const ids = new Set(silence.changes.map(({ id }) => id));
    const numbers = cut.changes.flatMap(({ id }, i) => (ids.has(id) ? [i + 1] : []));
    const part =
      numbers.length > 1 ? `Changes ${numbers.join(', ')}` : `Change ${numbers.join('')}`;
    notes.push(
      `${part} alone would silence the rule, but the path goes on: ${silence.goesOn.join(' > ')}.`,
    );
  }
  return notes;
}

const untried = { price: null, bound: null, tried: false };

/** What is known of a finding without having looked for its cut. */
function atOnce({ id, status, path, fix }: Finding): Remedy {
  const change = { id: null, say: fix.say, use: null };
  if (status === 'closed' || !path) return { say: fix.say, changes: [], notes: [], ...untried };
  return isEnough(fix)
    ? {
        say: 'Without it the graph as it is has none of its paths; it was not tried on a draft.',
        changes: [change],
        notes: [],
        ...untried,
      }
    : {
        say: 'No single change is known that ends all its paths.',
        changes: [change],
        notes: [`The smallest set of changes was not looked for: cutset cut --finding ${id}`],
        ...untried,
      };
}

const impossible = (view: View, { fix }: Finding, trail: readonly string[]): Remedy => ({
  say: 'It has a path that no change ends.',
  changes: [],
  notes: [`The path: ${sentencesOf(view, trail).join('; ')}.`, fix.say],
  ...untried,
});

/** What to do about a finding; `closing`: what ends its paths, or null where nobody looked. */
export function remedyOf(view: View, finding: Finding, closing: Closing | null): Remedy {
  const [cut] = closing?.offers ?? [];
  if (closing?.impossible) return impossible(view, finding, closing.impossible);
  if (!closing || !cut) return atOnce(finding);
  return {
    say: sayCut(cut),
    changes: cut.changes.map((change) => ({
      id: change.id,
      say: change.say,
      use: useOf(view, change),
    })),
    notes: notesOf(closing),
    price: cut.price,
    bound: cut.bound,
    tried: cut.left === 0,
  };
}

/** A change of a remedy with what uses it. */
export const changeText = ({ say, use }: Remedy['changes'][number]): string =>
  use === null ? say : `${say} It is ${use}.`;

/** All of it in one line of text. */
export function remedyText({ say, changes, notes }: Remedy): string {
  const told = changes.map(changeText);
  const all = told.length > 1 ? told.map((change, i) => `${i + 1}. ${change}`) : told;
  return [...all, say, ...notes].join(' ');
}
