import { expect, test } from 'vitest';
import { apiOperations } from '../../ingest/openapi.ts';

/** OpenAPI Specification 3.0.3, and AWS's `x-requireConfirmation` of the Bedrock User Guide. */
const claims = {
  openapi: '3.0.3',
  paths: {
    '/claims': {
      parameters: [{ name: 'tenant', in: 'header' }],
      get: { operationId: 'listClaims', summary: 'Lists claims', parameters: [{ name: 'page' }] },
      post: {
        description: 'Files a claim',
        requestBody: {
          content: { 'application/json': { schema: { properties: { amount: {}, reason: {} } } } },
        },
        'x-requireConfirmation': 'ENABLED',
      },
    },
  },
};

const expected = [
  {
    name: 'listClaims',
    method: 'GET',
    path: '/claims',
    description: 'Lists claims',
    parameters: ['page'],
    confirmed: false,
  },
  {
    name: 'POST /claims',
    method: 'POST',
    path: '/claims',
    description: 'Files a claim',
    parameters: ['amount', 'reason'],
    confirmed: true,
  },
];

test('operations are read from JSON', () => {
  expect(apiOperations(JSON.stringify(claims))).toEqual(expected);
});

test('operations are read from YAML', () => {
  const yaml = `
openapi: 3.0.3
paths:
  /claims:
    get:
      operationId: listClaims
      summary: Lists claims
      parameters: [{ name: page }]
    post:
      description: Files a claim
      requestBody:
        content:
          application/json:
            schema: { properties: { amount: {}, reason: {} } }
      x-requireConfirmation: ENABLED
`;
  expect(apiOperations(yaml)).toEqual(expected);
});

test.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['a list', '[1, 2]'],
  ['JSON that is no API', '{"openapi": "3.0.0"}'],
  ['paths that are none', '{"paths": [1]}'],
  ['broken JSON', '{{{'],
  ['a bomb of aliases', `a: &a [x, x]\n${'b: [*a, *a, *a]\n'.repeat(2_000)}`],
  ['a document that is too long', `{"paths": {}, "x": "${'x'.repeat(2_000_001)}"}`],
])('%s is no API', (_title, text) => {
  expect(apiOperations(text)).toBeNull();
});

test('odd operations are passed over, and names of object members mean nothing', () => {
  const odd = JSON.stringify({
    paths: { '/a': { get: null, constructor: {}, 'x-notes': { operationId: 'no' } }, '/b': 7 },
  });
  expect(apiOperations(odd)).toEqual([]);
});
