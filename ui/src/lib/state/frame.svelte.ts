import type { ResultOf } from '../client/graphql.ts';
import type { estateDocument } from '../documents/estate.ts';

/** What every page knows of the estate and of the layers that are open over it. */
class Frame {
  estate = $state.raw<ResultOf<typeof estateDocument>>();
  palette = $state(false);
  help = $state(false);
  /** Spoken by screen readers as soon as it changes (WCAG 2.2, 4.1.3). */
  said = $state('');
}

export const frame = new Frame();
