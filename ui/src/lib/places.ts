import type { Glyph } from './icons/glyphs.ts';

/** The screens, in the order of the navigation, with the key that goes there after `g`. */
export const places = [
  { path: '/', title: 'Overview', glyph: 'overview', key: 'o' },
  { path: '/paths', title: 'Attack paths', glyph: 'paths', key: 'p' },
  { path: '/explorer', title: 'Explorer', glyph: 'explorer', key: 'e' },
  { path: '/rules', title: 'Rules', glyph: 'rules', key: 'r' },
  { path: '/sources', title: 'Sources', glyph: 'sources', key: 's' },
] as const satisfies readonly { path: string; title: string; glyph: Glyph; key: string }[];
