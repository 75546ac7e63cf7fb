import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Actor } from './cloudtrail-actor.ts';
import type { TrailEvent } from './cloudtrail-event.ts';
import { signalClasses, type SignalClass } from './cloudtrail-meaning.ts';

/** Events of which a busy model makes thousands: one signal a day for each caller and action. */
const counted = new Set<SignalClass>(['use', 'keys']);

/** A signal that the event happened. */
export function addSignal(
  claim: ClaimBuilder,
  event: TrailEvent,
  signal: { class: SignalClass; action: string; at: number; id: string; touched: readonly Ref[] },
  actor: Actor,
) {
  const { class: kind, action, at } = signal;
  const day = new Date(at).toISOString().slice(0, 10);
  const id = counted.has(kind) ? `${kind}:${day}:${action}:${actor.who?.uid ?? ''}` : signal.id;
  const ref = claim.node('Signal', `sig:cloudtrail:${id}`, {
    name: action,
    provider: 'aws',
    class: kind,
    ...signalClasses[kind],
    action,
    verdict: event.errorCode ? `failed: ${event.errorCode}` : 'succeeded',
    at,
  });
  for (const to of [...signal.touched, actor.who]) if (to) claim.edgeIf('TOUCHED', ref, to);
  if (actor.session)
    claim.edge('PART_OF', ref, actor.session, { join: 'access key id', confidence: 1 });
}
