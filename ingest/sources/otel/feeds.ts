import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Span } from './span.ts';

/** Something whose result an agent read. */
interface Feeder {
  claim: ClaimBuilder;
  from: Ref<'Tool'> | Ref<'KnowledgeBase'> | Ref<'MemoryStore'>;
  agent: Ref<'Agent'>;
  span: Span;
  order: number;
}

/** What an agent did: its calls of tools and of models. */
interface Step {
  agent: Ref<'Agent'>;
  span: Span;
  order: number;
  tool: boolean;
}

/**
 * Collects what agents read and did, and says what fed what: what was retrieved feeds an agent that
 * calls a model or tool afterwards, and the result of a tool one that calls a tool afterwards. Of
 * spans that start and end in the same millisecond the earlier in the record is the earlier.
 */
export class Feeds {
  readonly #feeders: Feeder[] = [];
  readonly #steps: Step[] = [];

  read(feeder: Feeder) {
    this.#feeders.push(feeder);
  }

  did(step: Step) {
    this.#steps.push(step);
  }

  addEdges() {
    for (const { claim, from, agent, span, order } of this.#feeders) {
      const followed = this.#steps.some(
        (step) =>
          step.agent.uid === agent.uid &&
          step.span.trace === span.trace &&
          step.span !== span &&
          (step.tool || from.kind !== 'Tool') &&
          (step.span.start > span.end || (step.span.start === span.end && step.order > order)),
      );
      if (followed) claim.edge('FEEDS', from, agent);
    }
  }
}
