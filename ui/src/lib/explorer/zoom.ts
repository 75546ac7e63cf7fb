import { select } from 'd3-selection';
import { zoom, zoomIdentity, zoomTransform, type ZoomTransform } from 'd3-zoom';

/** Zoom levels: below `second` the second line goes, below `list` the text view takes over. */
export const levels = { least: 0.35, list: 0.6, second: 0.8, most: 2 } as const;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Camera {
  /** Shows the whole of a box if it can be read then, else as much of it around `focus`. */
  fit: (box: Box, focus?: Box) => void;
  /** Brings a box into view if it is not. */
  reveal: (box: Box) => void;
  by: (factor: number) => void;
  stop: () => void;
}

const margin = 12;
/** Height of the heads of the columns, which stay at the top. */
export const heads = 32;

/**
 * Transform that shows a box in a frame: all of it where text stays readable, else from its left
 * edge, moved so that `focus` is within. What is not tall hangs from the top.
 */
export function fitting(box: Box, frame: { width: number; height: number }, focus?: Box) {
  const wide = frame.width - 2 * margin;
  const high = frame.height - heads - 2 * margin;
  const k = Math.max(levels.list, Math.min(1, wide / box.width, high / box.height));
  /** Where a span starts that may be longer than its room: then around `focus`. */
  const around = (size: number, room: number, start: number, middle: number) =>
    Math.max(room - (start + size) * k, Math.min(-start * k, room / 2 - middle * k));
  const at = focus ?? { x: box.x, y: box.y, width: 0, height: box.height };
  return {
    k,
    x:
      margin +
      (box.width * k <= wide
        ? Math.min(0, (wide - box.width * k) / 2) - box.x * k
        : around(box.width, wide, box.x, at.x + at.width / 2)),
    y:
      heads +
      margin +
      (box.height * k <= high
        ? Math.min(48, (high - box.height * k) / 2) - box.y * k
        : around(box.height, high, box.y, at.y + at.height / 2)),
  };
}

/** Lets a drawing be dragged and zoomed; `moved` is told each new transform. */
export function camera(svg: SVGSVGElement, moved: (transform: ZoomTransform) => void): Camera {
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent([levels.least, levels.most])
    .on('zoom', ({ transform }: { transform: ZoomTransform }) => moved(transform));
  const selection = select(svg);
  selection.call(behaviour).on('dblclick.zoom', null);
  const size = () => svg.getBoundingClientRect();
  const to = (k: number, x: number, y: number) =>
    selection.call((chosen) => behaviour.transform(chosen, zoomIdentity.translate(x, y).scale(k)));
  return {
    fit: (box, focus) => {
      const { k, x, y } = fitting(box, size(), focus);
      to(k, x, y);
    },
    reveal: ({ x, y, width, height }) => {
      const { k, x: left, y: top } = zoomTransform(svg);
      const frame = size();
      const shift = (start: number, length: number, least: number, most: number) =>
        start < least ? least - start : Math.min(0, most - start - length);
      const dx = shift(x * k + left, width * k, margin, frame.width - margin);
      const dy = shift(y * k + top, height * k, heads + margin, frame.height - margin);
      if (dx !== 0 || dy !== 0) to(k, left + dx, top + dy);
    },
    by: (factor) => selection.call((chosen) => behaviour.scaleBy(chosen, factor)),
    stop: () => void selection.on('.zoom', null),
  };
}
