import { builder } from '../builder.ts';
import type { Coverage } from '../overview/coverage.ts';

export const CoverageType = builder.objectRef<Coverage>('Coverage').implement({
  description: 'How much of what is known of was collected, and what could not be decided.',
  fields: (t) => ({
    accountsKnown: t.exposeInt('accountsKnown', { description: 'That something names.' }),
    accountsCollected: t.exposeInt('accountsCollected', {
      description: 'Those of them that a source speaks for.',
    }),
    sources: t.exposeInt('sources'),
    sourcesLive: t.exposeInt('sourcesLive', { description: 'Those of them that are not silent.' }),
    agents: t.exposeInt('agents'),
    agentsWatched: t.exposeInt('agentsWatched', {
      description: 'Agents of which runtime has shown something.',
    }),
    conditionalEdges: t.exposeInt('conditionalEdges', {
      description: 'Edges that an attacker may move by if an unknown condition allows it.',
    }),
    inferredEdges: t.exposeInt('inferredEdges', { description: 'Assumed, not read.' }),
  }),
});
