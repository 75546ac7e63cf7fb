import { expect, test } from 'vitest';
import { Failure } from '../../../graph/errors.ts';
import { engineFailure } from '../../../graph/store/engine-failure.ts';

const query = (text: string) => new Error(`Query error: ${text}`);

test.each([
  [
    'its own limit',
    // As engine 0.6.0 says it of a join of 30,000 times 30,000 rows.
    query(
      'GRAFEO-Q003: timeout error: Query exceeded the 30s timeout\n   |\n' +
        '  help: Increase the query timeout in the database configuration, or disable it',
    ),
    { code: 'QUERY_LIMIT', message: 'the query was stopped at 30 s' },
  ],
  [
    'a syntax error that speaks of a timeout',
    query('GRAFEO-Q001: syntax error: unexpected 30s timeout'),
    { code: 'QUERY_REFUSED' },
  ],
  ['a failure of ours', new Failure('USAGE', 'wrong'), { code: 'USAGE', message: 'wrong' }],
])('%s', (_, thrown, told) => {
  expect(engineFailure(thrown)).toMatchObject(told);
});
