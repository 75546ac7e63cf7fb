import { expect, test } from 'vitest';
import { serverFailure } from '../../../graph/store/server-failure.ts';

const where = { name: 'bolt://127.0.0.1:7687', user: 'neo4j', database: null };
const thrown = (code: string, message: string) => Object.assign(new Error(message), { code });
const advice =
  'Failed to connect to server. Please ensure that your database is listening on the correct host ' +
  'and port and that you have compatible encryption settings both on Neo4j server and driver. ' +
  'Note that the default encryption setting has changed in Neo4j 4.0.';

// As neo4j-driver 6 words them.
test.each([
  [
    `${advice} Caused by: connect ECONNREFUSED 127.0.0.1:7687`,
    'connect ECONNREFUSED 127.0.0.1:7687',
  ],
  [
    `${advice} Caused by: Connection lost. Server didn't respond in 120000ms`,
    "Connection lost. Server didn't respond in 120000ms",
  ],
  [advice, 'Failed to connect to server.'],
])('a server that is not there is told by the cause: %s', (message, reason) => {
  expect(serverFailure(thrown('ServiceUnavailable', message), where)).toMatchObject({
    code: 'STORE_UNAVAILABLE',
    retry: true,
    message: `bolt://127.0.0.1:7687: no answer: ${reason}`,
  });
});

test('what is no matter of operation stays what it was', () => {
  const error = thrown('Neo.ClientError.Statement.SyntaxError', 'Invalid input');
  expect(serverFailure(error, where)).toBe(error);
});
