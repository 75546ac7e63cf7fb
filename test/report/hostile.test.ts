import { expect, test } from 'vitest';
import { marked, shown } from '../../report/hostile.ts';

test.each([
  ['\u001b[2J\u001b]0;title\u0007', '⟨U+001B⟩[2J⟨U+001B⟩]0;title⟨U+0007⟩'],
  ['over\rwritten', 'over⟨U+000D⟩written'],
  ['\u202egnp.exe', '⟨U+202E⟩gnp.exe'],
  ['\u009b31m', '⟨U+009B⟩31m'],
  ['two lines\n\tof größe 💣', 'two lines\n\tof größe 💣'],
])('what steers a terminal is shown, and the rest stays: %j', (text, seen) => {
  expect(marked(text)).toBe(seen);
});

test('text is bounded by characters, and none is cut in two', () => {
  expect(shown('💣'.repeat(400), 300)).toBe(`${'💣'.repeat(300)}…`);
});
