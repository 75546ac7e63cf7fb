import { fail } from '../errors.ts';

/** Cypher without comments, and with strings and quoted names blanked. */
const code = (cypher: string): string =>
  cypher.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`/g,
    (part) => (part.startsWith('/') ? ' ' : part.startsWith('`') ? 'quoted' : "''"),
  );

const opening =
  /^\s*(?:(?:EXPLAIN|PROFILE)\s+)?(?:MATCH|OPTIONAL|UNWIND|WITH|RETURN|CALL)(?=[\s({[]|$)/i;

const writing = /^\s*(?:CREATE|MERGE|FOREACH|INSERT)\b/i;

/** What leaves the graph, though a server may allow it in a transaction that only reads. */
const elsewhere: [RegExp, string][] = [
  [/\bLOAD\s+CSV\b/i, 'LOAD CSV, which reads files and addresses'],
  [/(?:^|[{\s])USE\s+\w/i, 'USE, which reads another database'],
  [/\bCALL\s+\w/i, 'a procedure, which may act on the server'],
];

/**
 * Throws QUERY_REFUSED for a query that leaves the graph. That it does not write is for the
 * transaction's mode to hold.
 */
export function checkReadOnly(cypher: string): void {
  // A server resolves such escapes before it parses, so that they could hide anything.
  if (/\\u/i.test(cypher))
    fail('QUERY_REFUSED', 'the query has an escape \\u; write the character itself');
  const text = code(cypher);
  for (const [form, what] of elsewhere)
    if (form.test(text)) fail('QUERY_REFUSED', `the query has ${what}; only reading is allowed`);
  if (writing.test(text)) fail('QUERY_REFUSED', 'the query writes; only reading is allowed');
  if (!opening.test(text))
    fail(
      'QUERY_REFUSED',
      'the query opens with none of MATCH, OPTIONAL, UNWIND, WITH, RETURN; only reading is allowed',
    );
}
