import type { Hangs } from '../projection/elements.ts';
import type { Ways } from './ways.ts';

/** Causes as choke points: each ends by itself the edges all of whose alternatives need it. */
export function hangsOn(ways: Ways): Hangs {
  return {
    enders(edge) {
      const [first = [], ...others] = ways.of(edge) ?? [];
      return first.filter(
        (id) => ways.change(id).cause !== null && others.every((other) => other.includes(id)),
      );
    },
    ends: (id) => [...ways.ended(new Set([id]))],
  };
}
