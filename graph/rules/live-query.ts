import { answerFor, type AnswerFor } from './answer.ts';
import { concernOf, type Concern } from './concern.ts';
import { parseQuery } from './parse-query.ts';
import { edgeKindsOf } from './vocabulary.ts';

/** A query whose answer can be kept current: which of its rows a change concerns, and those anew. */
export interface LiveQuery {
  /** The query as a store is asked it whole. */
  cypher: string;
  /** Column with the uid of the node that a row is about. */
  about: string;
  concern: Concern;
  answer: AnswerFor;
}

function analysed(cypher: string, about: string): LiveQuery | null {
  try {
    const query = parseQuery(cypher);
    const value = query.returns.find(({ name }) => name === about)?.value;
    if (value?.is !== 'property' || value.name !== 'uid') return null;
    const concern = concernOf(query, value.slot);
    return { cypher, about, concern, answer: answerFor(query, value.slot) };
  } catch {
    return null;
  }
}

const known = new Map<string, LiveQuery | null>();

function remembered(cypher: string, analyse: () => LiveQuery | null): LiveQuery | null {
  const before = known.get(cypher);
  if (before !== undefined) return before;
  const made = analyse();
  known.set(cypher, made);
  return made;
}

/**
 * The analysis of a rule's query, by its column `entry`. Null where the query goes beyond what can
 * be analysed: then it is asked whole whenever a change concerns a kind that it names.
 */
export const liveRows = (cypher: string): LiveQuery | null =>
  remembered(cypher, () => analysed(cypher, 'entry'));

const counts = /\bRETURN\s+count\(\s*(DISTINCT\s+)?(\w+)\s*\)\s+AS\s+n\s*$/;

/** A population query as one that lists what it counts, by its column `uid`; null as above. */
export const livePopulation = (cypher: string): LiveQuery | null =>
  remembered(cypher, () => {
    const [all, distinct, name] = counts.exec(cypher) ?? [];
    if (all === undefined) return null;
    const listing = cypher.replace(counts, `RETURN DISTINCT ${name}.uid AS uid`);
    const live = analysed(listing, 'uid');
    // Each node counts once only where nothing but it is matched.
    return distinct !== undefined || edgeKindsOf(cypher).length === 0 ? live : null;
  });
