/** How an edge is drawn, by what is known of it. */
export const looks = ['observed', 'configured', 'conditional', 'inferred'] as const;
export type Look = (typeof looks)[number];

interface Known {
  basis: string;
  conditional: boolean;
}

/** An unknown condition weighs more than how the edge came to be known. */
export function lookOf({ basis, conditional }: Known): Look {
  if (conditional) return 'conditional';
  if (basis === 'validated' || basis === 'observed') return 'observed';
  return basis === 'inferred' ? 'inferred' : 'configured';
}
