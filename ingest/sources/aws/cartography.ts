import { z } from 'zod';
import { source } from '../../source.ts';

const isContainer = (value: unknown): value is Record<string, unknown> =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  Object.keys(value).every((key) => /^[A-Z][A-Z0-9_]*$/.test(key)) &&
  Object.values(value).some((member) => member !== null && typeof member === 'object');

/**
 * Cartography's recorded interface answers, one constant a key: each constant is an answer, or a
 * list of items. They are taken out and told by their own form; it reads nothing itself.
 */
export default source({
  name: 'aws.cartography',
  doc: 'Recorded AWS answers of the Cartography project, one constant a key',
  split: (document) =>
    isContainer(document)
      ? Object.values(document).flatMap((member) =>
          Array.isArray(member) ? (member as unknown[]) : [member],
        )
      : null,
  record: z.never(),
  detect: () => false,
  map: () => undefined,
});
