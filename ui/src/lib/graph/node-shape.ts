import { measure } from './layered.ts';

const { width: w, height: h } = measure;

/** Outlines that tell the main planes without colour. */
const outlines: Record<string, string> = {
  identity: `M20 0H${w - 20}A20 20 0 0 1 ${w - 20} ${h}H20A20 20 0 0 1 20 0z`,
  ai: `M8 0H${w - 8}L${w} 8V${h - 8}L${w - 8} ${h}H8L0 ${h - 8}V8z`,
  data: `M0 3.5C0 1.5 1.5 0 3.5 0H${w - 3.5}C${w - 1.5} 0 ${w} 1.5 ${w} 3.5V${h}H0z`,
};

const plain =
  `M6 0H${w - 6}A6 6 0 0 1 ${w} 6V${h - 6}A6 6 0 0 1 ${w - 6} ${h}H6` +
  `A6 6 0 0 1 0 ${h - 6}V6A6 6 0 0 1 6 0z`;

/** Outline of a node of a plane. */
export const outlineOf = (plane: string): string => outlines[plane] ?? plain;
