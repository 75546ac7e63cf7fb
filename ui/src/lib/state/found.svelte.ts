import { failureOf } from '../client/failure.ts';
import type { ResultOf } from '../client/graphql.ts';
import { request } from '../client/request.ts';
import { searchDocument } from '../documents/search.ts';

type Found = ResultOf<typeof searchDocument>;

const nothing: Found = { search: { total: 0, entities: [] }, findings: { nodes: [] } };

/** Entities and findings that a text finds, shortly after the last key. `text` is read as it changes. */
export function found(text: () => string, first = 8) {
  let result = $state.raw<Found>(nothing);
  let failure = $state('');
  $effect(() => {
    const query = text().trim();
    if (query === '') {
      result = nothing;
      return;
    }
    const aborter = new AbortController();
    const ask = async () => {
      try {
        result = await request(searchDocument, { query, first }, aborter);
        failure = '';
      } catch (thrown) {
        if (!aborter.signal.aborted) failure = failureOf(thrown).message;
      }
    };
    const timer = setTimeout(() => void ask(), 80);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  });
  return {
    get entities() {
      return result.search.entities;
    },
    get total() {
      return result.search.total;
    },
    get findings() {
      return result.findings.nodes;
    },
    get failure() {
      return failure;
    },
  };
}
