import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packLines, unpackLines } from '../../graph/front-coding.ts';

const line = fc
  .array(fc.constantFrom('e|CAN_READ|', 'arn:aws:s3:::', '7:', '12', '😀', '\ud83d', 'é'))
  .map((parts) => parts.join('').toWellFormed());

test('packed lines are the lines again, and text that a store can keep', () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const packed = packLines(lines);
      expect(unpackLines(packed)).toEqual(lines);
      expect(packed.isWellFormed()).toBe(true);
    }),
  );
});

test('what follows is told by where it differs', () => {
  expect(packLines(['e|CAN_READ|a|b1', 'e|CAN_READ|a|b2'])).toBe('0:e|CAN_READ|a|b1\n14:2');
});
