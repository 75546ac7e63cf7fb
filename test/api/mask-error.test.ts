import { pino } from 'pino';
import { expect, test } from 'vitest';
import { failures, Failure, type FailureCode } from '../../graph/errors.ts';
import type { Served } from '../../api/context.ts';
import { maskError } from '../../api/mask-error.ts';
import { Stopwatch } from '../../graph/stopwatch.ts';
import { View } from '../../graph/view.ts';
import { serving } from './serving.ts';

/** An estate whose freshness cannot be read. */
const broken = (error: Error): Served => ({
  view: new View(),
  rules: [],
  findings: new Map(),
  populations: new Map(),
  settledAt: 1,
  lags: false,
  role: 'alone' as const,
  demo: 'none',
  folder: null,
  projection: {
    paths: () => ({ paths: [], truncated: null }),
    reach: () => ({ reached: [], truncated: null }),
    reachable: (_, read) => read({ at: () => [] }),
    best: () => ({ path: null, late: false }),
    likelihoods: () => ({ of: () => 0 }),
    witnesses: () => [],
    between: () => ({ lightest: () => [] }),
    chokePoints: () => ({ pairs: 0, points: [], truncated: null }),
  },
  store: { read: () => Promise.reject(error), silence: () => 0 },
  imagine: () => Promise.reject(error),
  freshness: () => Promise.reject(error),
  onSettled: () => () => undefined,
  watch: new Stopwatch(),
});

test('what is not meant to be shown is shown as a number, under which the log has it', () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => lines.push(line) });
  const secret = 'password=hunter2 at /home/someone/estate';
  const masked = maskError(log)(new Error(secret));
  expect(masked.message).toMatch(/^unexpected error [0-9a-f-]{36}$/);
  expect(JSON.stringify(masked)).not.toContain('hunter2');
  const logged = JSON.parse(lines[0] ?? '{}') as { id: string; err: { message: string } };
  expect(logged.err.message).toBe(secret);
  expect(masked.message).toContain(logged.id);
});

test('over HTTP, a foreign error tells nothing but the field where it happened', async () => {
  await using server = await serving(broken(new Error('password=hunter2')));
  const answer = await server.ask('{ sources { owner } }');
  expect(answer).toMatchObject({
    status: 500,
    errors: [{ path: ['sources'], extensions: { code: 'UNEXPECTED' } }],
  });
  expect(JSON.stringify(answer)).not.toMatch(/hunter2|stack|\.ts/);
});

test.each(Object.entries(failures))(
  '%s passes with its code and status',
  async (code, { status }) => {
    await using server = await serving(
      broken(new Failure(code as FailureCode, 'says what and why')),
    );
    expect(await server.ask('{ sources { owner } }')).toMatchObject({
      status,
      errors: [{ message: 'says what and why', path: ['sources'], extensions: { code } }],
    });
  },
);
