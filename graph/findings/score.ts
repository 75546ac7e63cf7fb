import type { Capability } from '../schema/capability.ts';
import type { ScoreTerm, Severity } from './finding.ts';
import { legOf, priors, type Leg } from './priors.ts';
import { shares, wholeParts, type Player } from './shapley.ts';

export interface ScoreFacts {
  /** Likelihood that somebody holds the start, 0 to 1. */
  start: number;
  /** What each hop yields, how likely, and on which unknown condition it depends. */
  hops: readonly { gains: Capability; likelihood: number; condition: string | null }[];
  /** Harm at the end, 0 to 1. */
  impact: number;
  severity: Severity;
}

const legs = Object.keys(priors.goodPractice) as Leg[];

const names: Record<Leg, string> = {
  exposure: 'who can start it',
  unguarded: 'steering of models and tools, which no validated control holds back',
  execution: 'running code',
  privilege: 'taking and raising identities',
  data: 'access to data',
};

/** Factors by leg: the start, every hop, and the impact with the leg of the last hop. */
function factors({ start, hops, impact }: ScoreFacts): Map<Leg, number> {
  const product = new Map<Leg, number>([['exposure', start]]);
  const times = (leg: Leg, factor: number) => product.set(leg, (product.get(leg) ?? 1) * factor);
  const conditions = new Set<string>();
  for (const { gains, likelihood, condition } of hops) {
    // Hops that wait for the same condition pass together: it counts once.
    const again = condition !== null && conditions.has(condition);
    if (condition !== null) conditions.add(condition);
    times(legOf[gains], again ? likelihood / priors.conditional : likelihood);
  }
  const last = hops.at(-1);
  times(last ? legOf[last.gains] : 'data', impact);
  return product;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

/**
 * The score of a finding, 0 to 100, and its terms, which add up to it exactly: likelihood times
 * impact, shared among its legs, and held to the band of its severity. Monotone: no worse fact
 * lowers it.
 */
export function scoreOf(facts: ScoreFacts): { score: number; terms: ScoreTerm[] } {
  const product = factors(facts);
  const players: Player<Leg>[] = legs.flatMap((name) => {
    const actual = product.get(name);
    const reference = Math.min(priors.goodPractice[name], actual ?? 0);
    return actual === undefined ? [] : [{ name, actual, reference }];
  });
  const rest = players.reduce((p, { reference }) => p * reference, 1);
  const share = shares(players);
  const points = wholeParts([...players.map(({ name }) => 100 * share[name]), 100 * rest]);
  const last = facts.hops.at(-1);
  const ending = last ? legOf[last.gains] : 'data';
  const terms: ScoreTerm[] = players.map(({ name, actual }, i) => ({
    name,
    points: points[i] ?? 0,
    say:
      `${names[name]}: ${percent(name === ending ? actual / (facts.impact || 1) : actual)} likely` +
      (name === ending ? `, harm at the end ${percent(facts.impact)}` : ''),
  }));
  const residual = points.at(-1) ?? 0;
  if (residual !== 0)
    terms.push({ name: 'residual', points: residual, say: 'what good practice would leave' });
  const raw = terms.reduce((sum, term) => sum + term.points, 0);
  const [least, beyond] = priors.bands[facts.severity];
  const score = Math.min(Math.max(raw, least), beyond - 1);
  if (score !== raw)
    terms.push({
      name: 'severity',
      points: score - raw,
      say: `${facts.severity} by the rule's kind: ${least} to ${beyond - 1} points`,
    });
  return { score, terms };
}
