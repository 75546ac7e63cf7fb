import { expect, test } from 'vitest';
import dataSensitivity from '../../../graph/derive/data-sensitivity.ts';
import { derived, smallView, type EdgeNote, type NodeNote } from './small-view.ts';

const bucket = 'arn:aws:s3:::b';
const store = (name: string, tags: Record<string, string> = {}): NodeNote => [
  'DataStore',
  bucket,
  { name, type: 's3-bucket', tags },
];

function say(nodes: NodeNote[], uid = bucket, edges: EdgeNote[] = []) {
  const props = derived(dataSensitivity, smallView(nodes, edges)).nodes.get(uid)?.props ?? {};
  return props as {
    sensitive?: boolean;
    crownJewel?: boolean;
    classifications?: { type: string; basis: string; confidence: number; source: string }[];
  };
}

const macie = (type: string) => ({
  type,
  basis: 'finding',
  confidence: 0.9,
  source: 'macie:1',
});

test.each([
  ['DataClassification', 'Confidential', 'confidential'],
  ['data-classification', 'restricted', 'restricted'],
  ['Sensitivity', 'high', 'confidential'],
  ['PII', 'true', 'pii'],
  ['contains-phi', 'Yes', 'phi'],
  ['Compliance', 'PCI-DSS', 'pci'],
  ['DataType', 'customer records', 'pii'],
])('the tag %s=%s makes it sensitive (%s)', (key, value, type) => {
  const { sensitive, classifications } = say([store('x', { [key]: value })]);
  expect(sensitive).toBe(true);
  expect(classifications).toEqual([
    { type, basis: 'tag', confidence: 0.95, source: `tag ${key}=${value}` },
  ]);
});

test.each([
  ['DataClassification', 'Public'],
  ['DataClassification', 'internal'],
  ['DataClassification', 'Non-Sensitive'],
  ['Contains', 'no PII'],
  ['PII', 'false'],
  ['pii', ''],
  ['Team', 'confidential'],
  ['Environment', 'restricted'],
  ['__proto__', 'true'],
  ['constructor', 'yes'],
])('the tag %s=%s says nothing', (key, value) => {
  expect(say([store('x', { [key]: value })])).toEqual({});
});

test('a telling name suffices only at the declared confidence', () => {
  expect(say([store('pl-sensitive-data-ssm-002')])).toMatchObject({
    sensitive: true,
    classifications: [{ type: 'sensitive', basis: 'name', confidence: 0.6 }],
  });
  const hint = say([store('customer-uploads')]);
  expect(hint.classifications).toMatchObject([{ type: 'pii', basis: 'name', confidence: 0.4 }]);
  expect(hint.sensitive).toBeUndefined();
  expect(say([store('chrome-assets')])).toEqual({});
});

test('secrets are sensitive by kind, plain parameters are not', () => {
  const props = (type: string, secure?: boolean) =>
    say([['Secret', 's', { name: 's', type, ...(secure !== undefined && { secure }) }]], 's');
  expect(props('secretsmanager-secret')).toMatchObject({ sensitive: true });
  expect(props('ssm-parameter', true)).toMatchObject({ sensitive: true });
  expect(props('ssm-parameter', false)).toEqual({});
  expect(props('ssm-parameter')).toEqual({});
});

test('what a scanner found makes it sensitive, and is not repeated as ours', () => {
  const node: NodeNote = ['DataStore', bucket, { name: 'x', classifications: [macie('pii')] }];
  expect(say([node])).toEqual({ sensitive: true, classifications: [] });
});

test('a crown jewel is tagged as one', () => {
  expect(say([store('x', { CrownJewel: 'true', PII: 'true' })]).crownJewel).toBe(true);
  expect(say([store('x', { CrownJewel: 'false', PII: 'true' })]).crownJewel).toBeUndefined();
});

test('sensitivity flows from a bucket to the knowledge base that ingests it, and to its store', () => {
  const nodes: NodeNote[] = [
    ['DataStore', bucket, { name: 'x', classifications: [macie('financial-information')] }],
    ['KnowledgeBase', 'kb', { name: 'kb' }],
    ['DataStore', 'vectors', { name: 'v' }],
    ['KnowledgeBase', 'other', { name: 'other' }],
  ];
  const edges: EdgeNote[] = [
    [bucket, 'INGESTED_BY', 'kb'],
    ['kb', 'STORES_IN', 'vectors'],
  ];
  expect(say(nodes, 'kb', edges)).toEqual({
    sensitive: true,
    classifications: [
      {
        type: 'financial-information',
        basis: 'finding',
        confidence: 0.72,
        source: `copy of ${bucket}`,
      },
    ],
  });
  expect(say(nodes, 'vectors', edges).classifications).toMatchObject([
    { type: 'financial-information', source: 'copy of kb' },
  ]);
  expect(say(nodes, 'other', edges)).toEqual({});
});

test('a name is not inherited, and stores do not inherit back', () => {
  const nodes: NodeNote[] = [
    store('sensitive-things'),
    ['KnowledgeBase', 'kb', { name: 'kb', tags: { PII: 'true' } }],
  ];
  const edges: EdgeNote[] = [[bucket, 'INGESTED_BY', 'kb']];
  expect(say(nodes, 'kb', edges).classifications?.map(({ basis }) => basis)).toEqual(['tag']);
  expect(say(nodes, bucket, edges).classifications?.map(({ basis }) => basis)).toEqual(['name']);
});

test('it does not read back its own words', () => {
  const tagged = store('x', { PII: 'true' });
  const before = say([tagged]);
  const after = say([['DataStore', bucket, { ...tagged[2], ...before, tags: {} }]]);
  expect(after).toEqual({});
});

test('circles end', () => {
  const edges: EdgeNote[] = [
    ['kb', 'STORES_IN', bucket],
    [bucket, 'INGESTED_BY', 'kb'],
  ];
  const nodes: NodeNote[] = [store('x', { PII: 'true' }), ['KnowledgeBase', 'kb', { name: 'kb' }]];
  expect(say(nodes, 'kb', edges)).toMatchObject({ sensitive: true });
});
