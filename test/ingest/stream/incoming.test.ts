import { expect, test } from 'vitest';
import { recordOf } from '../../../ingest/stream/incoming.ts';
import { firstSentHeader } from '../../../ingest/stream/record.ts';

const message = (headers: Record<string, string>) => ({
  key: null,
  value: Buffer.from('{}'),
  timestamp: '1770000000000',
  offset: '7',
  attributes: 0,
  headers,
});

test.each([
  ['its own time', {}, 1_770_000_000_000],
  ['when it was sent first', { [firstSentHeader]: '1760000000000' }, 1_760_000_000_000],
  ['its own time where a header says none', { [firstSentHeader]: 'soon' }, 1_770_000_000_000],
  ['its own time where a header says none at all', { [firstSentHeader]: '' }, 1_770_000_000_000],
])('a record is as old as %s', (_, headers, at) => {
  expect(recordOf('t', 1, message(headers))).toMatchObject({ topic: 't', partition: 1, at });
});
