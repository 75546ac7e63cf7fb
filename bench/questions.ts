import { Failure } from '../graph/errors.ts';
import type { Params, Store } from '../graph/store/store.ts';

/** One query, asked with each of several parameters. */
export interface Question {
  what: string;
  cypher: string;
  params: Params[];
  /** Milliseconds that one answer may take. */
  timeout: number;
}

/** What asking took, in milliseconds; one that ran out of time counts as that time. */
export interface Answers {
  what: string;
  took: number[];
  found: number;
  late: number;
}

/** After so many that ran out of time, one after the other, a question is not asked again. */
const patience = 3;

const uids = '[n IN nodes(p) | n.uid] AS uids';
const between = 'MATCH (a:Entity {uid: $from}), (b:Entity {uid: $to})';
const toAny = 'MATCH (a:Entity {uid: $from}), (b:Entity) WHERE b.sensitive = true';
const best = `RETURN ${uids} ORDER BY length(p) LIMIT 10`;

type Forms = Record<string, string>;

/** From one node to another, as every engine of the common dialect can; any relationship will do. */
export const pairForms: Forms = {
  shortestPath: `${between} MATCH p = shortestPath((a)-[*..12]->(b)) RETURN ${uids}`,
  allShortestPaths: `${between} MATCH p = allShortestPaths((a)-[*..12]->(b)) RETURN ${uids} LIMIT 10`,
};

/** From one node to whatever is sensitive. */
export const setForms: Forms = {
  shortestPath: `${toAny} MATCH p = shortestPath((a)-[*..12]->(b)) ${best}`,
};

/** What Neo4j alone offers. */
export const ownPairForms: Forms = {
  'SHORTEST 10': `MATCH p = SHORTEST 10 (a:Entity {uid: $from})-->{1,12}(b:Entity {uid: $to}) RETURN ${uids}`,
};
export const ownSetForms: Forms = {
  'ANY SHORTEST': `MATCH p = ANY SHORTEST (a:Entity {uid: $from})-->{1,12}(b:Entity WHERE b.sensitive = true) ${best}`,
  'SHORTEST 10': `MATCH p = SHORTEST 10 (a:Entity {uid: $from})-->{1,12}(b:Entity WHERE b.sensitive = true) ${best}`,
};

/** A question in each of its forms. */
export const inForms = (forms: Forms, params: Params[], timeout: number): Question[] =>
  Object.entries(forms).map(([what, cypher]) => ({ what, cypher, params, timeout }));

/** Asks a store; the first question once more ahead, uncounted, so that its plan is known. */
export async function ask(store: Store, question: Question): Promise<Answers> {
  const { what, cypher, params, timeout } = question;
  const answers: Answers = { what, took: [], found: 0, late: 0 };
  const one = async (given: Params): Promise<'found' | 'none' | 'late'> => {
    try {
      const { rows } = await store.read(cypher, given, { timeout });
      return rows.length > 0 ? 'found' : 'none';
    } catch (error) {
      if (error instanceof Failure && error.code === 'QUERY_LIMIT') return 'late';
      throw error;
    }
  };
  const first = performance.now();
  if ((await one(params[0] ?? {})) === 'late')
    return { ...answers, took: [performance.now() - first], late: 1 };
  let lateInRow = 0;
  for (const given of params) {
    if (lateInRow === patience) break;
    const started = performance.now();
    const outcome = await one(given);
    answers.took.push(performance.now() - started);
    answers.found += Number(outcome === 'found');
    answers.late += Number(outcome === 'late');
    lateInRow = outcome === 'late' ? lateInRow + 1 : 0;
  }
  return answers;
}
