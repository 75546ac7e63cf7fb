import { shown, widthOf } from './shown.ts';

/** Size of the text in px. */
const text = 13;
/** Widths in px of a hop without its name, and of the arrow before it. */
const plain = { icon: 21, arrow: 18 };
/** A name narrower than this says nothing, one wider is shortened. */
const bounds = { least: 52, most: 170 };
/** Widths of text are estimates. */
const slack = 1.1;

/**
 * How wide each name of a chain may be, in px, so that the chain fits: the last one, the target,
 * stays; the others share what is left; and where that would leave stumps, names in the middle give
 * way to their icons, which 0 stands for. A name that needs no bound has an infinite one.
 */
export function fitChain(names: readonly string[], width: number, sizes = plain): number[] {
  const wanted = names.map((name) =>
    name === '' ? 0 : Math.min(bounds.most, widthOf(shown(name), text) * slack),
  );
  const last = names.length - 1;
  const fixed = names.length * sizes.icon + last * sizes.arrow;
  const kept = new Set([...wanted.keys()].filter((n) => n !== last && wanted[n] !== 0));
  for (;;) {
    const room = width - fixed - (wanted[last] ?? 0);
    const share = shareOf(
      [...kept].map((n) => wanted[n] ?? 0),
      room,
    );
    if (kept.size === 0 || share >= bounds.least)
      return wanted.map((want, n) => {
        if (n === last) return Infinity;
        return kept.has(n) ? (want > share ? share : Infinity) : 0;
      });
    const order = [...kept];
    kept.delete(order[order.length >> 1] ?? last);
  }
}

/** The largest width that no name may exceed so that all fit; infinite where none is cut. */
function shareOf(wanted: readonly number[], room: number): number {
  let left = room;
  const sorted = wanted.toSorted((a, b) => a - b);
  for (const [n, want] of sorted.entries()) {
    const share = left / (sorted.length - n);
    if (want > share) return share;
    left -= want;
  }
  return Infinity;
}
