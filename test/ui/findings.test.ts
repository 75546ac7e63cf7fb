import { expect, test } from 'vitest';
import { fieldOf, parseTime } from '#lib/findings/as-of.ts';
import { filterOf, formatList, narrowed, parseList } from '#lib/findings/filter.ts';
import { wayOf } from '#lib/findings/way.ts';

const viewOf = (address: string) => parseList(new URL(address, 'http://localhost').searchParams);
const ref = (uid: string) => ({ uid, name: uid, kind: null });

test('an address keeps its view, and what it does not know is left out', () => {
  const address = '/paths?severity=critical&rule=TC-02&rule=TC-06&status=all&text=shop&over=a%7Cb';
  expect(formatList(viewOf(address))).toBe(address);
  expect(formatList(viewOf('/paths?severity=terrible&status=odd'))).toBe('/paths');
});

test('a time is kept to the minute, in UTC; what is no time means now', () => {
  const { asOf } = viewOf('/paths?as-of=2026-11-20T14:00:30%2B02:00');
  expect(asOf).toBe('2026-11-20T12:00:00.000Z');
  expect(parseTime(fieldOf(asOf))).toBe(asOf);
  expect(viewOf('/paths?as-of=yesterday').asOf).toBe('');
  expect(filterOf(viewOf(formatList(viewOf(`/paths?as-of=${asOf}`))))).toMatchObject({
    openAt: asOf,
  });
  expect(filterOf(viewOf('/paths'))).not.toHaveProperty('openAt');
});

test('to name rules is to ask about them, and hides nothing; any other filter does', () => {
  expect(narrowed(viewOf('/paths?rule=TC-02'))).toBe(false);
  expect(narrowed(viewOf('/paths?status=all'))).toBe(false);
  for (const one of ['severity=low', 'state=active', 'text=a', 'over=a', 'account=1'])
    expect(narrowed(viewOf(`/paths?rule=TC-02&${one}`))).toBe(true);
});

test('the server is asked for what the view names, and no more', () => {
  expect(filterOf(viewOf('/paths'))).toEqual({ status: 'open' });
  expect(filterOf(viewOf('/paths?rule=TC-02&severity=low'))).toEqual({
    status: 'open',
    rule: ['TC-02'],
    severity: ['low'],
  });
});

test('variants are searched from the first step, through the others in their order', () => {
  const steps = ['internet', 'endpoint', 'agent', 'table'].map(ref);
  const finding = { entry: ref('endpoint'), target: ref('table'), steps };
  expect(wayOf(finding)).toEqual({
    from: 'internet',
    to: 'table',
    through: ['endpoint', 'agent'],
  });
  expect(wayOf({ ...finding, steps: [] })).toEqual({ from: 'endpoint', to: 'table', through: [] });
});
