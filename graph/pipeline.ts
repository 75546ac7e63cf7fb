import { setImmediate } from 'node:timers/promises';
import type { Params, Row, Transaction } from './store/store.ts';

/** Sends statements in order without waiting for their answers, so that the store works meanwhile. */
export interface Pipeline {
  /** Resolves once the statement is on its way. */
  readonly send: (cypher: string, params: Params) => Promise<void>;
  /** What was answered, in order; rejects where a statement failed. */
  readonly answers: () => Promise<Row[][]>;
}

export function pipeline(transaction: Transaction): Pipeline {
  const sent: Promise<Row[]>[] = [];
  return {
    async send(cypher, params) {
      const answer = transaction.run(cypher, params);
      // It is `answers` that tells.
      answer.catch(() => undefined);
      sent.push(answer);
      await setImmediate();
    },
    answers: () => Promise.all(sent),
  };
}
