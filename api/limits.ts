/** Bounds of what one request may ask, so that no answer grows without end. */
export const limits = {
  /** Bytes of a request body. */
  body: 128 * 1024,
  /** Tokens of a query. */
  tokens: 5_000,
  /** Rows of a page. */
  rows: 200,
  /** Rows where the client does not say. */
  usualRows: 50,
  /** Entities of a search where the client does not say. */
  usualHits: 8,
  /** Items that a list without pages is reckoned to have. */
  usualList: 8,
  /** Fields of the answer, about. */
  complexity: 60_000,
  /** Added for a search of the graph: no request does more than five. */
  search: 12_000,
  /** Milliseconds of one search. */
  searchTime: 2_000,
  /** Milliseconds after which a cut is corrected no more by what trying it tells. */
  cutTime: 10_000,
  depth: 16,
  /** Fields of the query. */
  breadth: 500,
  /** Characters of a name, an id or a search. */
  text: 2_048,
  /** Names in a list. */
  names: 500,
} as const;
