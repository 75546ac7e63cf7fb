import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { exampleOf } from '../../../graph/rules/example.ts';
import { lintRule } from '../../../graph/rules/lint.ts';
import { parseRule } from '../../../graph/rules/rule.ts';

const header = {
  id: 'TC-02',
  title: 'Public prompt to restricted data',
  severity: 'critical',
  because: 'text decides what is read',
  legs: ['exposed', 'sensitive'],
  frameworks: { 'owasp-llm': ['LLM01'], atlas: ['AML.T0051.000'] },
  of: 'MATCH (a:Agent) RETURN count(a) AS n',
  fix: 'Narrow it.',
  example: '(a:Agent)-[q:QUERIES]->(d:DataStore {sensitive: true})',
  safe: ['SET d.sensitive = false'],
};
const query = `MATCH (a:Agent)-[:QUERIES]->(d:DataStore) WHERE d.sensitive
RETURN DISTINCT a.uid AS entry, d.uid AS target, [a.uid, d.uid] AS steps`;

/** A rule's text, with some fields replaced, or left out where undefined. */
const textOf = (fields: Record<string, unknown> = {}, cypher = query) =>
  `/*\n${stringify({ ...header, ...fields })}*/\n${cypher}\n`;

const load = (text: string) => {
  const rule = parseRule('TC-02-x.cypher', text);
  lintRule(rule);
  exampleOf(rule);
  return rule;
};

test('a rule is read from its header and its query', () => {
  const rule = load(textOf());
  expect(rule).toMatchObject({
    id: 'TC-02',
    severity: 'critical',
    legs: ['exposed', 'sensitive'],
    frameworks: { 'owasp-llm': ['LLM01'], atlas: ['AML.T0051.000'] },
    path: 'required',
    file: 'TC-02-x.cypher',
    query,
  });
});

test.each([
  ['no header', query, 'does not open with a block comment'],
  ['a header that is no YAML', `/*\na: [\n*/\n${query}`, 'header is not YAML'],
  ['no query', textOf({}, ''), 'no query after the header'],
  ['a missing field', textOf({ fix: undefined }), 'fix: missing'],
  [
    'a mistyped field',
    textOf({ severty: 'high' }),
    'unknown field "severty" (did you mean severity?)',
  ],
  ['an unknown severity', textOf({ severity: 'urgent' }), 'severity: "urgent"'],
  [
    'an id of no framework',
    textOf({ frameworks: { atlas: ['T1530'] } }),
    'frameworks.atlas.0: "T1530": not an id of MITRE ATLAS',
  ],
  [
    'an unknown framework',
    textOf({ frameworks: { atlass: ['AML.T0051'] } }),
    'unknown field "atlass" (did you mean atlas?)',
  ],
  ['one leg', textOf({ legs: ['exposed'] }), 'legs: ["exposed"]'],
  ['an unknown capability', textOf({ arrive: ['Z'] }), 'arrive.0: "Z"'],
])('%s is refused by name', (_, text, message) => {
  expect(() => load(text)).toThrow(
    expect.objectContaining({
      code: 'RULE_INVALID',
      message: expect.stringContaining(message) as string,
    }),
  );
  expect(() => load(text)).toThrow('TC-02-x.cypher');
});

const columns = 'RETURN a.uid AS entry, b.uid AS target, [a.uid, b.uid] AS steps';

test.each([
  [
    'an edge kind that is mistyped',
    `MATCH (a:Agent)-[:CAN_CAL]->(b:Tool) ${columns}`,
    'unknown edge kind "CAN_CAL" (did you mean CAN_CALL?)',
  ],
  [
    'one of two kinds',
    `MATCH (a)-[:CAN_READ|CAN_RAED*1..2]->(b) ${columns}`,
    'unknown edge kind "CAN_RAED" (did you mean CAN_READ?)',
  ],
  [
    'a label that is mistyped',
    `MATCH (a:Agnet)-[:CAN_CALL]->(b:Tool) ${columns}`,
    'unknown label "Agnet" (did you mean Agent?)',
  ],
  [
    'a label in a predicate',
    `MATCH (a)-[:CAN_CALL]->(b) WHERE b:Toool ${columns}`,
    'unknown label "Toool" (did you mean Tool?)',
  ],
  [
    'a join that cannot be',
    `MATCH (a:Agent)-[:CAN_READ]->(b:DataStore) ${columns}`,
    'CAN_READ never joins Agent to DataStore',
  ],
  [
    'a join against its direction',
    `MATCH (a:Agent)<-[:CAN_CALL]-(b:Tool) ${columns}`,
    'CAN_CALL never joins Tool to Agent',
  ],
  [
    'a join of names labelled elsewhere',
    `MATCH (a:Agent) MATCH (b:Tool) MATCH (b)-[:CAN_CALL]->(a) ${columns}`,
    'CAN_CALL never joins Tool to Agent',
  ],
  [
    'an unknown parameter',
    `MATCH (a:Agent)-[:CAN_CALL]->(b) WHERE a.uid IN $scop ${columns}`,
    'unknown parameter "$scop" (did you mean scope?)',
  ],
  ['a label expression', `MATCH (a:Agent|Tool)-[:CAN_CALL]->(b) ${columns}`, 'label expressions'],
  [
    'a quantified path',
    `MATCH (a) ((x)-[:CAN_CALL]->(y)){1,3} (b) ${columns}`,
    'quantified path patterns',
  ],
  ['a path without bound', `MATCH (a)-[:CAN_ASSUME*]->(b) ${columns}`, 'without an upper bound'],
  [
    'a path with a lower bound alone',
    `MATCH (a)-[:CAN_ASSUME*1..]->(b) ${columns}`,
    'without an upper bound',
  ],
  ['APOC', `CALL apoc.path.expand() YIELD path MATCH (a)-[:CAN_CALL]->(b) ${columns}`, 'APOC'],
  ['writing', `MATCH (a)-[:CAN_CALL]->(b) SET a.name = 'x' ${columns}`, 'writing'],
  [
    'a missing column',
    'MATCH (a:Agent) RETURN a.uid AS entry, a.uid AS target',
    'column "steps" is missing',
  ],
  [
    'an unknown column',
    `MATCH (a:Agent)-[:CAN_CALL]->(b) ${columns}, a.uid AS agent`,
    'unknown column "agent"',
  ],
])('%s is refused', (_, cypher, message) => {
  expect(() => load(textOf({}, cypher))).toThrow(message);
});

test.each([
  [
    'words in strings and comments',
    `MATCH (a:Agent)-[:CAN_CALL]->(b) /* (x:Nothing) */ WHERE a.name = 'SET (y:None)' ${columns}`,
  ],
  ['map values', `MATCH (a:Agent {name: 'x'})-[:CAN_CALL {approval:false}]->(b) ${columns}`],
  [
    'EXISTS with a pattern inside',
    `MATCH (a:Agent)-[:CAN_CALL]->(b) WHERE EXISTS { (b)-[:SERVED_BY]->(:Workload) } ${columns}`,
  ],
  ['bounded lengths', `MATCH (a:Identity)-[:CAN_ASSUME*0..3]->(b) ${columns}`],
  [
    'known parameters',
    `MATCH (a:Agent)-[:CAN_CALL]->(b) WHERE $scope IS NULL OR a.uid IN $scope ${columns}`,
  ],
  ['a population of another column', query],
])('%s are accepted', (_, cypher) => {
  expect(load(textOf({}, cypher)).query).toBe(cypher);
});

test.each([
  [
    'an example of an unknown kind',
    { example: '(a:Agent)-[:ASKS]->(d:DataStore)' },
    'example: "(a:Agent)-[:ASKS]->(d:DataStore)": unknown edge kind "ASKS"',
  ],
  [
    'an example that cannot join',
    { example: '(a:Agent)-[:CAN_READ]->(d:DataStore)' },
    'CAN_READ never joins Agent to DataStore',
  ],
  [
    'an example with a property of no kind',
    { example: '(a:Agent)-[:QUERIES]->(d:DataStore {sensitve: true})' },
    'sensitve',
  ],
  [
    'an example that is no pattern',
    { example: '(a:Agent)-[:QUERIES]->' },
    'expected "(", found "the end"',
  ],
  [
    'a change of nothing',
    { safe: ['SET z.sensitive = false'] },
    'safe: "SET z.sensitive = false": nothing in the example is named "z"',
  ],
  ['a change that is no change', { safe: ['DROP d'] }, 'expected SET, REMOVE or CREATE'],
  [
    'a population without n',
    { of: 'MATCH (a:Agent) RETURN count(a) AS count' },
    'expected the one column "n"',
  ],
])('%s is refused', (_, fields, message) => {
  expect(() => load(textOf(fields))).toThrow(
    expect.objectContaining({
      code: 'RULE_INVALID',
      message: expect.stringContaining(message) as string,
    }),
  );
});
