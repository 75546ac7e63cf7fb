import type { ToldChange } from '../cuts/told-change.ts';
import type { Offer } from '../cuts/offers.ts';
import type { Estate } from '../estate.ts';
import type { Evaluation } from '../findings/evaluate.ts';
import type { Finding } from '../findings/finding.ts';
import { isEnough } from '../findings/fix.ts';
import { heldStepsOf, pathsThrough, type HeldSteps } from '../findings/held-steps.ts';
import type { JoinQuery, Path } from '../projection/search.ts';
import { nameOf, type View } from '../view.ts';
import { goalBetween, goalThrough, type Graph } from './cut-goal.ts';
import { provedCuts, withChanges, type ProofOptions, type ProvedOffers } from './proved-cuts.ts';

/** A part of a cut by which a rule falls silent though a path goes on. */
export interface Silence {
  changes: readonly ToldChange[];
  /** The path that goes on, by the names on it. */
  goesOn: readonly string[];
}

/** What ends the paths of findings, tried on drafts. */
export interface Closing extends ProvedOffers {
  /** The finding, where it is but one; only then a silence is looked for. */
  finding: Finding | null;
  silence: Silence | null;
}

/** An estate in which a finding is open. */
export type Closable = Graph & Pick<Estate, 'imagine'>;

const namesOn = (view: View, { hops }: Path) =>
  [hops[0]?.from ?? '', ...hops.map(({ to }) => to)].map((uid) =>
    nameOf(view.node(uid) ?? { uid, props: {} }),
  );

/** From so many changes on it is not asked whether a part of them silences the rule. */
const mostParts = 8;

/** Leaves out of a cut, the dearest first, what the rule does not need to fall silent. */
async function silenceBy(
  estate: Closable,
  { id }: Finding,
  { changes }: Offer,
  held: HeldSteps,
  { at, until }: { at: number; until: number },
): Promise<Silence | null> {
  if (changes.length > mostParts) return null;
  let silence: Silence = { changes, goesOn: [] };
  for (const dear of changes.toSorted((a, b) => b.effort - a.effort)) {
    const part = silence.changes.filter((change) => change !== dear);
    if (part.length === 0 || performance.now() > until) break;
    const draft = await withChanges(estate, part, at);
    if (draft.findings.get(id)?.status === 'open') continue;
    const [path] = pathsThrough(draft, [held])(new Set(), 1);
    const goesOn = path ? namesOn(draft.view, path) : [];
    if (goesOn.length > 0) silence = { changes: part, goesOn };
  }
  return silence.goesOn.length > 0 ? silence : null;
}

/** Ids of the changes of which the fix of a finding consists, where they are enough. */
const fixIds = ({ fix }: Finding): readonly string[] => {
  if (!isEnough(fix)) return [];
  return fix.causes.length > 0 ? fix.causes : fix.edge === null ? [] : [fix.edge];
};

type Options = Omit<ProofOptions, 'rather'>;

const ofMany = (found: ProvedOffers): Closing => ({ ...found, finding: null, silence: null });

/** Cuts that end all paths from one set of states to another. */
export const closingBetween = async (
  estate: Closable,
  ends: Pick<JoinQuery, 'from' | 'to'>,
  options: Options,
): Promise<Closing> => ofMany(await provedCuts(estate, goalBetween(ends), options));

/** Cuts that end the paths of a finding by the steps through which it holds. */
export async function closingThrough(
  estate: Closable,
  finding: Finding,
  held: HeldSteps,
  { at = Date.now(), until = Infinity, ...options }: Options,
): Promise<Closing> {
  const goal = goalThrough(new Map([[finding.id, held]]));
  const rather = fixIds(finding);
  const found = await provedCuts(estate, goal, { ...options, at, until, rather });
  const [cut] = found.offers;
  const silence =
    cut?.left === 0 ? await silenceBy(estate, finding, cut, held, { at, until }) : null;
  return { ...found, finding, silence };
}

/** True for a finding that has paths to end: it is open, and not about posture. */
export const hasPaths = ({ status, path }: Finding): boolean => status === 'open' && path !== null;

/** Cuts that end the paths of findings as their rules propose them now. */
export async function closingOf(
  estate: Closable & Pick<Evaluation, 'store' | 'rules'>,
  findings: readonly Finding[],
  { at = Date.now(), ...options }: Options,
): Promise<Closing> {
  const { store, rules } = estate;
  const held = await heldStepsOf({ store, rules, at }, findings.filter(hasPaths));
  const [only, ...more] = findings;
  const steps = held.get(only?.id ?? '');
  if (only && steps && more.length === 0)
    return closingThrough(estate, only, steps, { ...options, at });
  return ofMany(await provedCuts(estate, goalThrough(held), { ...options, at }));
}
