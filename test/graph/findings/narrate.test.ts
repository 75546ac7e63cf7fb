import { expect, test } from 'vitest';
import { sentenceOf } from '../../../graph/findings/narrate.ts';
import { cause, edge, node } from './facts.ts';

const internet = node('Internet', 'internet', { name: 'Internet' });
const route = node('Endpoint', 'ep:x', { name: 'POST /v1/chat' });
const between = (rest: Parameters<typeof edge>[3]) =>
  sentenceOf(edge('REACHES', 'internet', 'ep:x', rest), internet, route);

test.each([
  [
    'its cause',
    { because: [[{ ...cause('a#b'), say: 'route has no authoriser' }]] },
    'Internet reaches POST /v1/chat: route has no authoriser',
  ],
  [
    'causes that only together suffice',
    { because: [[cause('a#1'), cause('a#2')]] },
    'Internet reaches POST /v1/chat: says a#1, and says a#2',
  ],
  [
    'what was seen',
    { basis: 'observed' as const, count: 812 },
    'Internet reaches POST /v1/chat: seen 812 times',
  ],
  [
    'what was seen once',
    { basis: 'observed' as const, count: 1 },
    'Internet reaches POST /v1/chat: seen 1 time',
  ],
  [
    'a note',
    { props: { note: 'no policy was collected' } },
    'Internet reaches POST /v1/chat: no policy was collected',
  ],
  ['nothing', {}, 'Internet reaches POST /v1/chat'],
  [
    'a condition',
    { conditional: true, conditionKeys: ['aws:SourceIp'] },
    'Internet reaches POST /v1/chat (depends on aws:SourceIp)',
  ],
  [
    'an assumption',
    { basis: 'inferred' as const },
    'Internet reaches POST /v1/chat (assumed, not seen)',
  ],
])('a hop is told with %s', (_, rest, sentence) => {
  expect(between(rest)).toBe(sentence);
});

test.each(['{to}', '$&', "'; DROP", '<script>alert(1)</script>', 'a\nb', '\u202egnp.exe'])(
  'a name %j is text, and stands as it is',
  (name) => {
    const from = node('Endpoint', 'e', { name });
    expect(
      sentenceOf(edge('ROUTES_TO', 'e', 'w'), from, node('Workload', 'w', { name: 'W' })),
    ).toBe(`${name} hands requests to W`);
  },
);

test('a sentence that does not begin with a name begins with a capital', () => {
  const [from, to] = [node('Endpoint', 'e', { name: 'e' }), node('Agent', 'a', { name: 'a' })];
  expect(sentenceOf(edge('PROMPTS', 'e', 'a'), from, to)).toBe(
    'Text sent to e becomes a prompt of a',
  );
});
