import { canonical } from '../../../../graph/claim.ts';
import { isValues, type Values } from '../values.ts';

const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(canonical).sort() : value;

/** Whether a block may be what code says: all that is fixed there is so in it. */
const agrees = (block: Values, code: Values) =>
  Object.entries(code).every(
    ([name, expression]) =>
      !isValues(expression) ||
      !('constant_value' in expression) ||
      canonical(sorted(block[name])) === canonical(sorted(expression['constant_value'])),
  );

/**
 * The block of code that a block of values comes of: that of its place where no other is left, else
 * the only one that agrees with it, for sets have an order of their own and dynamic blocks are not
 * told. Undefined where that is not certain.
 */
export function codeOfBlock(
  block: Values,
  place: number,
  { blocks, code }: { blocks: readonly Values[]; code: readonly Values[] },
): Values | undefined {
  const agreeing = code.filter((one) => agrees(block, one));
  if (agreeing.length === 1) return agreeing[0];
  const there = code[place];
  return blocks.length === code.length && there && agreeing.includes(there) ? there : undefined;
}
