import { measure, type Route } from '../graph/layered.ts';
import { widthOf } from '../text/shown.ts';
import type { SceneEdge } from './scene.ts';

/** Lengths in px, as the reference drawing has them. */
const shape = {
  /** Shared by the edges of one port, so that they read as one bundle. */
  leave: 8,
  arrive: 14,
  /** What a line leaves to its head. */
  head: 7,
  bend: 0.62,
  above: 7,
  below: 2,
  line: 1,
  /** Size of a label as long as the drawing is near. */
  label: 12,
} as const;

export interface Label {
  x: number;
  y: number;
  text: string;
  anchor: 'middle' | 'start' | 'end';
}

export interface EdgeShape {
  line: string;
  /** Outline of the head, to be filled if the edge was observed. */
  head: string;
  verb: readonly Label[];
  /** False where the verb has no room and waits for focus. */
  fits: boolean;
  count: Label | undefined;
}

type Point = readonly [x: number, y: number];

function across(points: readonly Point[]): string {
  let line = `M${points[0]![0]} ${points[0]![1]}`;
  for (let n = 1; n < points.length; n++) {
    const [[x0, y0], [x1, y1]] = [points[n - 1]!, points[n]!];
    const last = n === points.length - 1;
    const end = last ? x1 - shape.head : x1;
    // Every other piece crosses a column, where a long edge has a row of its own.
    if (n % 2 === 0 || y0 === y1) {
      line += `H${end}`;
      continue;
    }
    const [from, to] = [x0 + shape.leave, x1 - shape.arrive];
    const pull = (to - from) * shape.bend;
    line += `H${from}C${from + pull} ${y0} ${to - pull} ${y1} ${to} ${y1}H${end}`;
  }
  return line;
}

/** Round below both ends and in again from the left. */
function back([x, y]: Point, [x1, y1]: Point): string {
  const lane = Math.max(y, y1) + measure.pitch / 2;
  const out = 26;
  return (
    `M${x} ${y}C${x + out} ${y} ${x + out} ${lane} ${x} ${lane}` +
    `H${x1 - 8}C${x1 - 8 - out} ${lane} ${x1 - 8 - out} ${y1} ${x1 - shape.head} ${y1}`
  );
}

/** Text of an edge: its verb, or the condition that it hangs on. */
export function wordsOf({ look, label, conditionKeys, level }: SceneEdge): string {
  if (look === 'conditional' && level !== 'path') {
    const [key, ...more] = conditionKeys;
    return key ? `if ${key}${more.length > 0 ? ` +${more.length}` : ''}` : 'if unknown';
  }
  return look === 'inferred' && level !== 'path' ? 'inferred' : label;
}

/** Words on as many lines as it takes to stay within a width. */
function folded(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || widthOf(longer, size) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

export interface Told {
  /** How often it was seen, where that is told. */
  seen: string | null;
  /** Ports that other edges share, which a label must stand clear of. */
  crowded: { leaving: boolean; arriving: boolean };
  /** Of the text in px, which grows as the drawing shrinks. */
  size?: number;
}

/** Lines, head and labels of an edge along its route. */
export function shapeOf(
  edge: SceneEdge,
  { way, points }: Route,
  { seen, crowded, size = shape.label }: Told,
): EdgeShape {
  const [start, end] = [points[0]!, points.at(-1)!];
  const text = wordsOf(edge);
  if (way === 'down') {
    const [x, y0, y1] = [start[0], start[1], end[1]];
    const middle = (y0 + y1) / 2 + 4;
    return {
      line: `M${x} ${y0}V${y1 - shape.head}`,
      head:
        edge.look === 'configured'
          ? `M${x - 4} ${y1 - 8.5}l4 7l4-7`
          : `M${x} ${y1 - 1}l-4.2-8h8.4z`,
      verb: [{ x: x + 8, y: middle, text, anchor: 'start' }],
      fits: true,
      count: seen === null ? undefined : { x: x - 8, y: middle, text: seen, anchor: 'end' },
    };
  }
  const [x, y] = end;
  const straight = way === 'across' && points.every((point) => point[1] === y);
  const lit = edge.level === 'path';
  // A level line that passes a whole column has room for words there; else they fold into the gap.
  const long = straight && points.length > 2;
  const [left, right] = long ? [points[1]![0], points[2]![0]] : [points.at(-2)![0], x];
  const room = right - left - 2;
  const lines = folded(text, Math.max(room, 40), size);
  const widest = Math.max(...lines.map((line) => widthOf(line, size)));
  // In a fan the words stand at its open end.
  const { leaving, arriving } = crowded;
  const aside = leaving !== arriving && !long && widest < room - 20;
  const centre = (left + right) / 2;
  const middle = !aside ? centre : leaving ? right - 14 - widest / 2 : left + 4 + widest / 2;
  const fits = straight && widest <= room + 8 && (lit || long || !(leaving || arriving));
  const verb = lines.map((line, n) => ({
    x: middle,
    y: y - shape.above - (lines.length - 1 - n) * (size + shape.line),
    text: line,
    anchor: 'middle' as const,
  }));
  // Beside the end of a bent line, where the fan is open.
  const atEnd: Label[] = [{ x: x - 44, y: y + 4, text, anchor: 'end' }];
  const named = edge.look === 'conditional' || edge.look === 'inferred';
  return {
    line: way === 'across' ? across(points) : back(start, end),
    head:
      edge.look === 'configured' ? `M${x - 8.5} ${y - 4}l7 4l-7 4` : `M${x - 1} ${y}l-8-4.2v8.4z`,
    verb: straight ? verb : atEnd,
    fits: fits || (!straight && named && right - left > 80),
    count:
      seen === null || !straight
        ? undefined
        : { x: middle, y: y + size + shape.below, text: seen, anchor: 'middle' },
  };
}
