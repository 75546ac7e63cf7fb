import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathStates, severities, type Severity } from '../../../graph/findings/finding.ts';
import { severityOf, type SeverityFacts } from '../../../graph/findings/severity.ts';

const plain: SeverityFacts = {
  declared: 'high',
  untrusted: false,
  strong: false,
  uncertain: false,
  state: 'theoretical',
};

test.each<[Partial<SeverityFacts>, Severity]>([
  [{}, 'high'],
  [{ untrusted: true }, 'high'],
  [{ strong: true }, 'high'],
  [{ untrusted: true, strong: true }, 'critical'],
  [{ untrusted: true, strong: true, uncertain: true }, 'high'],
  [{ uncertain: true }, 'medium'],
  [{ declared: 'low', uncertain: true }, 'low'],
  [{ declared: 'medium', state: 'active' }, 'critical'],
  [{ state: 'exercised' }, 'high'],
])('%j is %s', (facts, severity) => {
  expect(severityOf({ ...plain, ...facts })).toBe(severity);
});

const facts = fc.record({
  declared: fc.constantFrom(...severities),
  untrusted: fc.boolean(),
  strong: fc.boolean(),
  uncertain: fc.boolean(),
  state: fc.constantFrom(...pathStates),
});

test('a worse fact never lowers a severity', () => {
  const level = (given: SeverityFacts) => severities.indexOf(severityOf(given));
  fc.assert(
    fc.property(facts, (given) => {
      for (const worse of [{ untrusted: true }, { strong: true }, { uncertain: false }])
        expect(level({ ...given, ...worse })).toBeLessThanOrEqual(level(given));
    }),
  );
});
