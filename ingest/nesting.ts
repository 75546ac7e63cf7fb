/** Objects and lists within each other; what recurses into records goes down as deep. */
const most = 200;

const isObject = (value: unknown): value is object => value !== null && typeof value === 'object';

/** Why a value cannot be worked on: it is nested too deep; null where it is not. */
export function tooDeep(value: unknown): string | null {
  let level = isObject(value) ? [value] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === most) return `nested deeper than ${most}`;
    level = level.flatMap((one) => Object.values(one).filter(isObject));
  }
  return null;
}
