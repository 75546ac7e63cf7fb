import { builder } from '../builder.ts';

/** The farthest times that a date can hold (ECMAScript time value). */
const farthest = 8.64e15;

builder.scalarType('DateTime', {
  description: 'A time in RFC 3339, in UTC: `2026-11-24T17:00:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (at) => new Date(Math.min(farthest, Math.max(-farthest, at))).toISOString(),
});
