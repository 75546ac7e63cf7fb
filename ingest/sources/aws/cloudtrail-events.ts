import { z } from 'zod';
import { fail } from '../../../graph/errors.ts';
import { edgeKinds, type EdgeKind } from '../../../graph/schema/index.ts';
import { instant } from '../../instant.ts';
import { source, type Emit, type Origin } from '../../source.ts';
import { parseArn } from './arn.ts';
import { addBedrockModel } from './bedrock-model.ts';
import { addActor } from './cloudtrail-actor.ts';
import { addFederation, addInstance, addIssued } from './cloudtrail-credentials.ts';
import { isTrailEvent, trailEventIn, trailEventsOf } from './cloudtrail-document.ts';
import { actionOf, textsAt, trailEvent, type TrailEvent } from './cloudtrail-event.ts';
import { iamActionOf } from './cloudtrail-meaning.ts';
import { meaningOf } from './cloudtrail-meanings.ts';
import { addSignal } from './cloudtrail-signal.ts';
import { siteOf } from './cloudtrail-target.ts';

/** Edges that say which permissions they stand for. */
const propsOf = (kind: EdgeKind, action: string) =>
  'actions' in edgeKinds[kind].props ? { actions: [iamActionOf(action)] } : {};

function accountOf({ recipientAccountId, userIdentity }: TrailEvent, origin: Origin): string {
  const known = [recipientAccountId, userIdentity.accountId, origin.account];
  return (
    known.find((id) => id && id !== 'ANONYMOUS_PRINCIPAL') ??
    fail('RECORD_HOMELESS', 'neither the event nor its folder tells the account')
  );
}

function mapEvent(event: TrailEvent, emit: Emit, origin: Origin) {
  const at = instant(event.eventTime);
  if (at === null) fail('RECORD_INVALID', `eventTime: not a time: "${event.eventTime}"`);
  const account = accountOf(event, origin);
  const action = actionOf(event);
  const id = event.eventID ?? `${event.eventTime}:${action}:${event.requestID ?? ''}`;
  const claim = emit.claim({
    owner: `cloudtrail:${account}`,
    subject: id,
    at,
    mode: 'seen',
    ...(event.userIdentity.arn && { actor: event.userIdentity.arn }),
  });
  const actor = addActor(claim, event);
  if (actor.unknown !== undefined) emit.unresolved(actor.unknown);
  const site = siteOf(event, account);
  addInstance(claim, event, site, actor);

  const meaning = meaningOf(action);
  if (!meaning) return;
  if (meaning.only !== undefined && textsAt(event, meaning.only).length === 0) return;
  const { refs, unresolved } = meaning.target(event, site);
  const succeeded = !event.errorCode;
  if (succeeded) {
    if (unresolved.length > 0) emit.unresolved(`CloudTrail ${action}: what it was done to`);
    const { edge } = meaning;
    for (const { kind, uid } of refs)
      if (kind === 'ModelEndpoint' && parseArn(uid)?.service === 'bedrock')
        addBedrockModel(claim, uid);
    for (const to of edge && actor.who ? refs : [])
      if (edge && actor.who && !claim.edgeIf(edge, actor.who, to, propsOf(edge, action)))
        emit.unresolved(`CloudTrail ${action} on a ${to.kind}`);
    addFederation(claim, event);
    addIssued(claim, event, { site, actor, targets: refs });
  }
  const kind = typeof meaning.signal === 'function' ? meaning.signal(event) : meaning.signal;
  const touched = succeeded ? refs : [];
  if (kind) addSignal(claim, event, { class: kind, action, at, id, touched }, actor);
  // A Bedrock API key stands in for the signature that ties a call to short-lived credentials.
  if (kind === 'use' && event.additionalEventData?.['callWithBearerToken'] === true)
    addSignal(claim, event, { class: 'keys', action, at, id, touched }, actor);
}

/** CloudTrail events: what identities did, and what that says of agents, guardrails and logs. */
export default source({
  name: 'aws.cloudtrail-events',
  doc: 'AWS CloudTrail events: delivered files, exports, EventBridge, one event a line',
  split: trailEventsOf,
  record: z.preprocess(trailEventIn, trailEvent),
  detect: (record) => isTrailEvent(trailEventIn(record)),
  map: mapEvent,
});
