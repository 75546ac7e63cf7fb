import { aiMeanings } from './cloudtrail-ai-meanings.ts';
import { cloudMeanings } from './cloudtrail-cloud-meanings.ts';
import type { Meaning } from './cloudtrail-meaning.ts';

const byAction: ReadonlyMap<string, Meaning> = new Map(
  [...aiMeanings, ...cloudMeanings].flatMap((meaning) =>
    meaning.actions.map((action) => [action, meaning] as const),
  ),
);

/** What a call of AWS means; undefined where it shows only that its caller is alive. */
export const meaningOf = (action: string): Meaning | undefined => byAction.get(action);
