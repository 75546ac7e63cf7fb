import type { Offer } from '../cuts/offers.ts';
import type { Estate } from '../estate.ts';
import type { Evaluation } from '../findings/evaluate.ts';
import type { Finding } from '../findings/finding.ts';
import { goalOf, provedCuts, type Graph } from './proved-cuts.ts';

/**
 * The cheapest changes that end the paths of an open finding, tried on a draft, where it closes;
 * null for one about posture, which has no path to end, and where nobody can end one of its paths.
 */
export async function closingCut(
  estate: Graph & Pick<Estate, 'imagine'> & Pick<Evaluation, 'store' | 'rules'>,
  finding: Finding,
  { timeout, at = Date.now() }: { timeout: number; at?: number },
): Promise<Offer | null> {
  if (finding.status !== 'open' || !finding.path) return null;
  const goal = goalOf(estate, [finding], at);
  const { offers, left } = await provedCuts(estate, goal, { timeout, at, alternatives: false });
  return left === 0 ? (offers[0] ?? null) : null;
}
