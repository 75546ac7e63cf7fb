import { expect, test } from 'vitest';
import { timeToClose } from '../../../api/overview/closing.ts';
import { openAt, trendOf } from '../../../api/overview/trend.ts';
import type { Severity, Transition } from '../../../graph/findings/finding.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 22, 15);
const midnight = Date.UTC(2026, 10, 22);

const history = (...turns: [Transition['status'], number][]): Transition[] =>
  turns.map(([status, at]) => ({ status, at, noticedAt: at, record: 'r', source: 's', say: '' }));

/** Opened five days ago, closed three days ago, open again since yesterday. */
const back = history(['opened', now - 5 * day], ['closed', now - 3 * day], ['reopened', now - day]);

test.each([
  [now - 6 * day, false],
  [now - 5 * day, true],
  [now - 4 * day, true],
  [now - 3 * day, false],
  [now - 2 * day, false],
  [now, true],
])('whether it was open at %i', (at, open) => {
  expect(openAt({ history: back }, at)).toBe(open);
});

test('a finding that never opened was never open', () => {
  expect(openAt({ history: [] }, now)).toBe(false);
});

test('a trend counts what was open at the end of each day, today as of now', () => {
  const finding = (severity: Severity, turns: Transition[]) => ({ severity, history: turns });
  const trend = trendOf(
    [
      finding('critical', back),
      finding('low', history(['opened', midnight - 1])),
      finding('low', history(['opened', now + 1])),
    ],
    now,
    7,
  );
  expect(trend.map(({ at }) => at)).toEqual([
    ...[6, 5, 4, 3, 2, 1].map((ago) => midnight - ago * day + day - 1),
    now,
  ]);
  expect(trend.map(({ open }) => [open.critical, open.low])).toEqual([
    [0, 0], // the 16th
    [1, 0], // opened on the 17th
    [1, 0],
    [0, 0], // closed on the 19th
    [0, 0],
    [1, 1], // open again, and the other one a millisecond before midnight
    [1, 1],
  ]);
});

test.each<[string, Transition[][], number | null]>([
  ['nothing', [], null],
  ['what never closed', [history(['opened', now - day])], null],
  ['one closing', [history(['opened', now - 3 * day], ['closed', now - day])], 2 * day],
  [
    'an odd number: the middle one',
    [1, 2, 9].map((days) => history(['opened', now - days * day], ['closed', now])),
    2 * day,
  ],
  [
    'an even number: between the two in the middle',
    [1, 2, 4, 9].map((days) => history(['opened', now - days * day], ['closed', now])),
    3 * day,
  ],
  [
    'each time that a finding closed, from when it last opened',
    [
      history(
        ['opened', now - 9 * day],
        ['closed', now - 8 * day],
        ['reopened', now - 4 * day],
        ['closed', now - day],
      ),
    ],
    2 * day,
  ],
  [
    'not what closed before',
    [history(['opened', now - 200 * day], ['closed', now - 100 * day])],
    null,
  ],
])('time to close: %s', (_, histories, expected) => {
  const findings = histories.map((one) => ({ history: one }));
  expect(timeToClose(findings, now - 90 * day)).toBe(expected);
});
