import { describe, expect, test } from 'vitest';
import { factsOf, laidOut, spaced } from '#lib/entity/facts.ts';
import { inSentence, leadOf, type Known, type Span } from '#lib/entity/lead.ts';
import { blastOf } from '#lib/entity/blast.ts';
import { viewOf } from '#lib/entity/views.ts';

const nothing: Span = { total: 0, sensitive: 0, truncated: null, byKind: [], byCapability: [] };
const agent: Known = {
  kind: 'Agent',
  stub: false,
  sensitive: null,
  findings: { total: 0, severities: [] },
  forward: nothing,
  backward: nothing,
};
const said = (known: Partial<Known>) => leadOf({ ...agent, ...known }).join('. ');

describe('the sentence about an entity', () => {
  test('says what follows, who gets here and what crosses it', () => {
    const forward: Span = {
      ...nothing,
      total: 24,
      sensitive: 5,
      byCapability: [
        { capability: 'U', count: 5 },
        { capability: 'X', count: 1 },
        { capability: 'C', count: 2 },
        { capability: 'D', count: 16 },
      ],
    };
    const backward: Span = { ...nothing, total: 2, byKind: [{ kind: 'Internet', count: 1 }] };
    const findings = { total: 3, severities: ['high', 'critical', 'low'] } as const;
    expect(said({ forward, backward, findings })).toBe(
      'If this agent is hijacked, the attacker reaches 24 entities, 5 sensitive: ' +
        'runs code in 1, takes 2 credentials and reads the data of 16. ' +
        '2 entities lead here, the internet among them. ' +
        '3 open findings cross it, the worst critical',
    );
  });

  test('says at least where a search was cut short', () => {
    const cut: Span = { ...nothing, total: 9, truncated: 'stopped after 2 s' };
    expect(said({ forward: cut })).toContain('reaches at least 9 entities');
    expect(said({ backward: cut })).toContain('at least 9 entities lead here');
    expect(said({ forward: { ...cut, truncated: null } })).not.toContain('at least');
  });

  test('does not say that the internet gets here where it does not', () => {
    const backward: Span = { ...nothing, total: 1, byKind: [{ kind: 'Identity', count: 1 }] };
    expect(said({ backward })).toContain('1 entity leads here, the internet not among them');
  });

  test('data is where an attacker wants to be: that nothing follows is not said of it', () => {
    expect(said({ kind: 'DataStore' })).not.toContain('gets no further');
    expect(said({ kind: 'Workload' })).toContain('gets no further');
  });

  test('unknown sensitivity is neither sensitive nor not', () => {
    expect(said({ kind: 'DataStore' })).toContain('Whether its data is sensitive is unknown');
    expect(said({ kind: 'DataStore', sensitive: true })).toContain('counts as sensitive');
    expect(said({ kind: 'DataStore', sensitive: false })).toContain('counts as not sensitive');
    expect(said({ kind: 'Agent' })).not.toContain('sensitive');
  });

  test('what no record describes is said to be unknown, and nothing is said to be safe', () => {
    const text = said({ kind: 'Identity', stub: true });
    expect(text).toContain('No record describes this identity');
    expect(text).not.toContain('gets no further');
    expect(said({ kind: 'Identity' })).toContain('gets no further by any known way');
  });

  test('says nothing of a search that has not answered', () => {
    expect(said({ forward: undefined, backward: undefined })).toBe('No open finding crosses it');
  });
});

test('acronyms keep their capitals within a sentence', () => {
  expect(inSentence('Data store')).toBe('data store');
  expect(inSentence('MCP server')).toBe('MCP server');
});

test('facts leave out what the head says, and name what is not known', () => {
  const { plain, documents, unknown } = factsOf('Secret', [
    { name: 'account', value: '1', document: false },
    { name: 'rotation', value: 'false', document: false },
    { name: 'policy', value: '{}', document: true },
  ]);
  expect(plain.map(({ name }) => name)).toEqual(['rotation']);
  expect(documents.map(({ name }) => name)).toEqual(['policy']);
  expect(unknown).toContain('kmsKey');
  expect(unknown).not.toContain('rotation');
  expect(unknown).not.toContain('region');
});

test.each([
  ['kmsKey', 'kms key'],
  ['imdsHopLimit', 'imds hop limit'],
  ['type', 'type'],
])('%s is read as %s', (name, text) => expect(spaced(name)).toBe(text));

test('a document is laid out; text that is none stays', () => {
  expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(laidOut('{"a":')).toBe('{"a":');
});

test('a view that an address names is shown, else what matters of the kind', () => {
  expect(viewOf('edges', 'Agent')).toBe('edges');
  expect(viewOf(null, 'Agent')).toBe('reach');
  expect(viewOf(null, 'DataStore')).toBe('reached');
  expect(viewOf('nonsense', undefined)).toBe('reach');
});

describe('the drawing of what follows', () => {
  const entity = (uid: string, sensitive = false) => ({
    uid,
    name: uid,
    kind: 'DataStore' as const,
    fact: null,
    sensitive,
    crownJewel: null,
  });
  const held = (uid: string, capabilities: readonly ('R' | 'U' | 'D' | 'W')[], hops = 1) => ({
    hops,
    likelihood: 1,
    entity: entity(uid),
    states: capabilities.map((capability) => ({ capability })),
  });
  const ways = ['a', 'b'].map((uid) => ({
    entity: entity(uid),
    conditional: false,
    said: 'feeds',
  }));

  test('has a row for each capability in their one order, and says at how many it is held', () => {
    const drawn = blastOf(
      ways,
      2,
      [held('x', ['W', 'D']), held('y', ['D'])],
      [
        { capability: 'W', count: 1 },
        { capability: 'D', count: 7 },
      ],
    );
    expect(drawn.rows.map(({ capability, first, more }) => [capability, first.uid, more])).toEqual([
      ['D', 'x', 6],
      ['W', 'x', 0],
    ]);
  });

  test('says how many more ways in there are', () => {
    expect(blastOf(ways, 9, [], []).moreWays).toBe(7);
    expect(blastOf(ways, 2, [], []).moreWays).toBe(0);
  });

  test('nothing overlaps: boxes of a column are a pitch apart and all within the drawing', () => {
    const drawn = blastOf(
      ways,
      2,
      [held('x', ['R', 'U', 'D', 'W'])],
      [
        { capability: 'R', count: 1 },
        { capability: 'U', count: 1 },
        { capability: 'D', count: 1 },
        { capability: 'W', count: 1 },
      ],
    );
    for (const column of [drawn.ways, drawn.rows])
      for (const [n, { y }] of column.entries()) {
        if (n > 0) expect(y - (column[n - 1]?.y ?? 0)).toBeGreaterThanOrEqual(44);
        expect(y + 40).toBeLessThanOrEqual(drawn.height);
      }
  });
});
