import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { fact, facts } from './attribute.ts';
import type { Span } from './span.ts';

/** Reasons for which a provider ends an answer that mean that a filter stopped it. */
const stopped = new Set<unknown>(['guardrail_intervened', 'content_filter', 'content_filtered']);

/** A signal that a guardrail or the provider's filter stopped an answer. */
export function addStopSignal(
  claim: ClaimBuilder,
  span: Span,
  touched: readonly Ref[],
  conversation: Ref<'Conversation'> | null,
) {
  if (!facts(span.attributes, 'finishReasons').some((reason) => stopped.has(reason))) return;
  const signal = claim.node('Signal', `sig:otel:${span.trace}/${span.id}`, {
    name: 'answer stopped by a filter',
    class: 'guardrail-intervention',
    tier: 'T1',
    action: 'intervened',
    at: span.start,
  });
  for (const to of touched) claim.edgeIf('TOUCHED', signal, to);
  if (!conversation) return;
  claim.edge('PART_OF', signal, conversation, { join: 'trace', confidence: 1 });
  // Bedrock's own log tells what was found: its signal of the same request belongs here too.
  const request = fact(span.attributes, 'awsRequest');
  if (request !== undefined)
    claim.edge('PART_OF', claim.ref('Signal', `sig:bedrock:${request}`), conversation, {
      join: 'aws.request_id',
      confidence: 1,
    });
}
