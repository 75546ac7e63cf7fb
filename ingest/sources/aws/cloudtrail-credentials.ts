import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { addSession, type Actor } from './cloudtrail-actor.ts';
import { textsAt, type TrailEvent } from './cloudtrail-event.ts';
import type { Site } from './cloudtrail-target.ts';
import { resourceRef } from './resource-ref.ts';
import { sessionNameOf } from './role-arn.ts';

const isIdentity = (ref: Ref | null): ref is Ref<'Identity'> => ref?.kind === 'Identity';

/** Sessions and long-lived keys that a call handed out, for the identity that it was about. */
export function addIssued(
  claim: ClaimBuilder,
  event: TrailEvent,
  { site, actor, targets }: { site: Site; actor: Actor; targets: readonly Ref[] },
) {
  const holder = targets.find(isIdentity) ?? (isIdentity(actor.who) ? actor.who : undefined);
  if (!holder) return;
  const [session = ''] = textsAt(event, 'responseElements.assumedRoleUser.arn');
  const [sourceIdentity] = textsAt(event, 'responseElements.sourceIdentity');
  for (const key of textsAt(event, 'responseElements.credentials.accessKeyId')) {
    const roleSessionName = sessionNameOf(session) ?? undefined;
    const issued = addSession(claim, key, holder, { roleSessionName, sourceIdentity });
    if (actor.session)
      claim.edge('PART_OF', issued, actor.session, { join: 'issued by', confidence: 1 });
  }
  const keys = [
    ...textsAt(event, 'responseElements.accessKey.accessKeyId'),
    ...textsAt(event, 'responseElements.serviceSpecificCredential.serviceSpecificCredentialId'),
  ];
  for (const id of keys) {
    const type = id.startsWith('AKIA') ? 'aws-access-key' : 'aws-service-specific-credential';
    const props = { type, provider: 'aws', account: site.account };
    claim.edge('AUTHENTICATES', claim.node('Credential', `cred:${id}`, props), holder);
  }
}

/** A web identity or SAML assertion that became a role. */
export function addFederation(claim: ClaimBuilder, event: TrailEvent) {
  const { identityProvider, userName, principalId } = event.userIdentity;
  const provider = resourceRef(identityProvider);
  const subject = userName ?? principalId;
  if (provider?.kind !== 'IdentityProvider') return;
  for (const role of textsAt(event, 'requestParameters.roleArn').map(resourceRef))
    if (isIdentity(role))
      claim.edgeIf('FEDERATES_TO', provider, role, { subjects: subject ? [subject] : [] });
}

/** The instance whose metadata service handed the caller its credentials. */
export function addInstance(claim: ClaimBuilder, event: TrailEvent, site: Site, actor: Actor) {
  const { arn, sessionContext } = event.userIdentity;
  const name = sessionNameOf(arn ?? '');
  if (!sessionContext?.ec2RoleDelivery || name === null || !/^i-\w+$/.test(name)) return;
  if (!isIdentity(actor.who)) return;
  const uid = `arn:${site.partition}:ec2:${site.region}:${site.account}:instance/${name}`;
  claim.edge('ACTS_AS', claim.ref('Workload', uid), actor.who);
}
