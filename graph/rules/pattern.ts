/** A value as Cypher writes literals. */
export type Literal = string | number | boolean | null | Literal[] | { [key: string]: Literal };

export interface PatternNode {
  name: string;
  /** Empty where the pattern refers to a node named earlier. */
  label: string;
  props: Record<string, Literal>;
}

export interface PatternEdge {
  name: string;
  kind: string;
  /** Names of the nodes at its ends. */
  from: string;
  to: string;
  props: Record<string, Literal>;
}

export interface Pattern {
  nodes: PatternNode[];
  edges: PatternEdge[];
}

const forms = [
  /('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/,
  /(-?\d+(?:\.\d+)?)/,
  /([A-Za-z_]\w*)/,
  /(<-|->|<>|<=|>=|\.\.|[()[\]{}:,=.|*$<>-])/,
];
const token = new RegExp(`\\s*(?:${forms.map(({ source }) => source).join('|')})`, 'y');

interface Token {
  kind: 'text' | 'number' | 'word' | 'sign';
  value: string;
}

/** Splits a pattern into tokens. Throws an Error that shows where it cannot. */
function tokens(source: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (source.slice(at).trim() !== '') {
    token.lastIndex = at;
    const match = token.exec(source);
    if (!match) throw new Error(`cannot read "${source.slice(at).trim().slice(0, 30)}"`);
    const [, text, number, word, sign] = match;
    if (text !== undefined)
      found.push({ kind: 'text', value: text.slice(1, -1).replace(/\\(.)/g, '$1') });
    else if (number !== undefined) found.push({ kind: 'number', value: number });
    else if (word !== undefined) found.push({ kind: 'word', value: word });
    else found.push({ kind: 'sign', value: sign ?? '' });
    at = token.lastIndex;
  }
  return found;
}

const words: Record<string, Literal> = { true: true, false: false, null: null };

/** Reads tokens in order; each function takes what it names, or throws what stands there. */
export function reader(source: string) {
  const all = tokens(source);
  let at = 0;
  const refuse = (wanted: string): never => {
    throw new Error(`expected ${wanted}, found "${all[at]?.value ?? 'the end'}"`);
  };
  const is = (value: string) => all[at]?.kind !== 'text' && all[at]?.value === value;
  const accept = (value: string) => is(value) && ++at > 0;
  const expect = (value: string) => void (accept(value) || refuse(`"${value}"`));
  const word = (): string =>
    all[at]?.kind === 'word' ? (all[at++]?.value ?? '') : refuse('a name');
  const optionalWord = () => (all[at]?.kind === 'word' ? word() : '');

  function many<T>(close: string, one: () => T): T[] {
    const found: T[] = [];
    if (accept(close)) return found;
    do found.push(one());
    while (accept(','));
    expect(close);
    return found;
  }

  function map(): Record<string, Literal> {
    return Object.fromEntries(
      many('}', () => {
        const key = word();
        expect(':');
        return [key, literal()];
      }),
    );
  }

  function literal(): Literal {
    if (accept('[')) return many(']', literal);
    if (accept('{')) return map();
    const next = all[at];
    if (next?.kind === 'text' || next?.kind === 'number') {
      at++;
      return next.kind === 'text' ? next.value : Number(next.value);
    }
    if (next?.kind === 'word' && Object.hasOwn(words, next.value)) return words[word()] ?? null;
    return refuse('a value');
  }

  return {
    is,
    accept,
    expect,
    word,
    optionalWord,
    many,
    map,
    literal,
    done: () => at >= all.length,
    refuse,
  };
}

/**
 * Reads a Cypher pattern of nodes and fixed relationships, as in
 * `(a:Agent)-[q:QUERIES {callerFiltered: false}]->(d:DataStore), (a)-[:ACTS_AS]->(p:Identity)`.
 * What has no name is given one. Throws an Error that says what stands where.
 */
export function parsePattern(source: string): Pattern {
  const read = reader(source);
  const nodes = new Map<string, PatternNode>();
  const edges: PatternEdge[] = [];

  const props = () => (read.accept('{') ? read.map() : {});

  function node(): string {
    read.expect('(');
    const name = read.optionalWord() || `node${nodes.size + 1}`;
    const label = read.accept(':') ? read.word() : '';
    const own = props();
    read.expect(')');
    const known = nodes.get(name);
    nodes.set(name, {
      name,
      label: label || (known?.label ?? ''),
      props: { ...known?.props, ...own },
    });
    return name;
  }

  function edge(from: string, backward: boolean): string {
    read.expect('[');
    const name = read.optionalWord() || `edge${edges.length + 1}`;
    read.expect(':');
    const kind = read.word();
    const own = props();
    read.expect(']');
    read.expect(backward ? '-' : '->');
    const to = node();
    edges.push({ name, kind, props: own, ...(backward ? { from: to, to: from } : { from, to }) });
    return to;
  }

  do {
    let end = node();
    for (;;)
      if (read.accept('<-')) end = edge(end, true);
      else if (read.accept('-')) end = edge(end, false);
      else break;
  } while (read.accept(','));
  if (!read.done()) read.refuse('"," or the end');
  return { nodes: [...nodes.values()], edges };
}
