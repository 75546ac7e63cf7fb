import { expect, test } from 'vitest';
import { safe } from '../../report/markdown.ts';

// What each would be is in CommonMark 0.31 (§4 blocks, §6 inlines) and in GitHub's specification (§6.9).
test.each([
  ['an emphasis', '*a* and _b_ and __c__', '\\*a\\* and \\_b\\_ and \\_\\_c\\_\\_'],
  ['code', '`rm`', '\\`rm\\`'],
  ['a link', '[x](javascript:alert(1))', '\\[x\\]\\(javascript:alert(1))'],
  ['a picture', '![x](y)', '!\\[x\\]\\(y)'],
  ['HTML, or a link in brackets', '<b>&lt; <a:b>', '&lt;b&gt;&amp;lt; &lt;a:b&gt;'],
  ['a cell', 'a | b', 'a \\| b'],
  ['a struck word', '~a~', '\\~a\\~'],
  ['an escape', '\\*', '\\\\\\*'],
  ['a link of its own', 'http://evil.example', 'http\\://evil.example'],
  ['one without a scheme', 'www.evil.example', 'www\\.evil.example'],
  ['an address', 'a@b.example', 'a\\@b.example'],
  ['a heading', '# a', '\\# a'],
  ['an item', '- a', '\\- a'],
  ['an item with a plus', '+ a', '\\+ a'],
  ['a numbered item', '12. a', '12\\. a'],
  ['a quote', '> a', '&gt; a'],
  ['an underline of a heading', '===', '\\==='],
  ['a rule', '---', '\\---'],
  ['code by indentation', '    a', 'a'],
  ['another line', 'a\n# b', 'a # b'],
])('text is not %s', (_, text, escaped) => {
  expect(safe(text)).toBe(escaped);
});

test.each([
  'arn:aws:iam::111122223333:role/service-role/order-lookup_fn',
  'POST /chat (JSON) + 2 more!',
  'demo/account-1/iam_list.json#1',
  'TC-02',
])('what is none of these stays readable: %s', (text) => {
  expect(safe(text)).toBe(text);
});
