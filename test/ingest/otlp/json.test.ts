import { expect, test } from 'vitest';
import { parseExport } from '../../../ingest/otlp/json.ts';

test.each(['{"resourceSpans":[hunter2]}', 'hunter2', '{"resourceSpans":[]}hunter2'])(
  'why %j is not JSON is said without a word of it',
  (text) => {
    const parse = () => parseExport('traces', Buffer.from(text));
    expect(parse).toThrow(/^OTLP: not JSON: Unexpected /);
    expect(parse).not.toThrow(/hunter2/);
  },
);

test('what is JSON is read', () => {
  const text = Buffer.from('{"resourceSpans":[{}],"other":1}');
  expect(parseExport('traces', text)).toEqual({ resourceSpans: [{}] });
});
