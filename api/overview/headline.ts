import { severities, type Finding } from '../../graph/findings/finding.ts';
import type { Claim, Result } from './claims.ts';

export const answers = ['protected', 'not', 'unknown'] as const;
export type Answer = (typeof answers)[number];

export interface Headline {
  answer: Answer;
  /** One sentence or two, with numbers. */
  text: string;
}

const are = (count: number) => (count === 1 ? 'is' : 'are');

function openText(open: readonly Finding[]): string {
  const counts = severities.flatMap((severity) => {
    const count = open.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  const list =
    counts.length > 1 ? `${counts.slice(0, -1).join(', ')} and ${counts.at(-1)}` : counts[0];
  return `${list} ${open.length === 1 ? 'finding' : 'findings'} ${are(open.length)} open`;
}

/**
 * Whether the estate is protected, in a sentence made from numbers. Protected needs every claim
 * proved; what is unknown never counts as protected (domain model: answering "are we protected?").
 */
export function headlineOf(
  claims: readonly Claim[],
  open: readonly Finding[],
  collected: number,
): Headline {
  const count = (result: Result) => claims.filter((claim) => claim.result === result).length;
  const [refuted, unknown, all] = [count('refuted'), count('unknown'), claims.length];
  if (collected === 0)
    return { answer: 'unknown', text: 'Nothing is known: no record has been collected yet.' };
  if (refuted > 0 || open.length > 0) {
    const also = unknown > 0 ? `, ${unknown} ${are(unknown)} unknown` : '';
    const claimed = `${refuted} of ${all} claims ${are(refuted)} refuted${also}`;
    return { answer: 'not', text: `No. ${openText(open)}. ${claimed}.` };
  }
  if (unknown > 0 || all === 0) {
    const first = claims.find(({ result }) => result === 'unknown')?.population;
    const why = first === undefined ? 'there are no rules' : first;
    const undecided = `${unknown} of ${all} claims cannot be decided: ${why}`;
    return { answer: 'unknown', text: `Unknown. Nothing is open, but ${undecided}.` };
  }
  return { answer: 'protected', text: `Yes. All ${all} claims are proved, and nothing is open.` };
}
