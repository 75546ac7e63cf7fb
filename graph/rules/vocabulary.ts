const notCode = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;

export const uncommented = (cypher: string): string =>
  cypher.replace(notCode, (part) => (part.startsWith('/') ? ' ' : part));

/** Cypher without what could be mistaken for code: comments and the insides of strings. */
export const bare = (cypher: string): string =>
  cypher.replace(notCode, (part) => (part.startsWith('/') ? ' ' : "''"));

const relationship = /-\[\s*\w*\s*:([^\]{*]*)/g;

/** Edge kinds that a query names, in the order in which they appear. */
export const edgeKindsOf = (cypher: string): string[] =>
  [...bare(cypher).matchAll(relationship)].flatMap(([, kinds = '']) =>
    kinds
      .split('|')
      .map((kind) => kind.trim())
      .filter(Boolean),
  );

/** Labels that a query names: in node patterns and in predicates such as `n:Agent`. */
export function labelsOf(cypher: string): string[] {
  const nodesOnly = bare(cypher).replace(/-\[[^\]]*\]-?>?/g, '-');
  const inPatterns = [...nodesOnly.matchAll(/\(\s*\w*\s*:\s*(\w+)/g)];
  const inPredicates = [...nodesOnly.matchAll(/\b\w+:([A-Z]\w*)/g)];
  return [...new Set([...inPatterns, ...inPredicates].map(([, label = '']) => label))];
}

/** A node with its label in a pattern; `(d:Secret OR ...)` is a predicate and tells nothing. */
const labelled = /(?:\bMATCH|[->,])\s*\(\s*(\w+)\s*:\s*\w+\s*[){]/g;

/**
 * Variables whose properties a query reads and whose label no node pattern tells: what they stand
 * for may be of any kind. The unique id is no such property, since it never changes.
 */
export function unlabelledOf(cypher: string): string[] {
  const text = bare(cypher);
  const named = ({ 1: name = '' }: RegExpMatchArray) => name;
  const told = new Set([...text.matchAll(labelled)].map(named));
  const relationships = new Set([...text.matchAll(/\[\s*(\w+)\s*:/g)].map(named));
  const read = new Set([...text.matchAll(/\b([a-z_]\w*)\.(?!uid\b)[a-z]/gi)].map(named));
  return [...read].filter((name) => !told.has(name) && !relationships.has(name));
}

export const parametersOf = (cypher: string): string[] =>
  [...bare(cypher).matchAll(/\$(\w+)/g)].map(([, name = '']) => name);

/** Names of the columns that the last RETURN gives. */
export function columnsOf(cypher: string): string[] {
  const text = bare(cypher);
  const last = text.slice(text.toUpperCase().lastIndexOf('RETURN'));
  return [...last.matchAll(/\bAS\s+(\w+)/gi)].map(([, name = '']) => name);
}

/** One relationship of fixed length: its kinds, and the labels of its ends where known. */
export interface Join {
  kinds: string[];
  from: string | undefined;
  to: string | undefined;
}

const chain =
  /\((\w*)(?::(\w+))?[^()]*\)\s*(<?)-\[\s*\w*\s*:([^\]]*)\]-(>?)\s*(?=\((\w*)(?::(\w+))?)/g;

/** Relationships whose ends have labels in the pattern itself or elsewhere in the query. */
export function joinsOf(cypher: string): Join[] {
  const text = bare(cypher);
  const labels = new Map(
    [...text.matchAll(/\((\w+):(\w+)\s*[{)]/g)].map(([, name = '', label = '']) => [name, label]),
  );
  return [...text.matchAll(chain)].flatMap((match) => {
    const [, left = '', leftLabel, back, inside = '', , right = '', rightLabel] = match;
    if (inside.includes('*')) return [];
    const from = leftLabel ?? labels.get(left);
    const to = rightLabel ?? labels.get(right);
    const kinds = (inside.split('{')[0] ?? '').split('|').map((kind) => kind.trim());
    return [back === '<' ? { kinds, from: to, to: from } : { kinds, from, to }];
  });
}
