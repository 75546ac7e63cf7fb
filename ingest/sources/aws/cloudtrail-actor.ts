import type { Ref } from '../../../graph/claim.ts';
import type { PropsOf } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { accountUid, parseArn } from './arn.ts';
import type { TrailEvent } from './cloudtrail-event.ts';
import { roleArnOf, sessionNameOf } from './role-arn.ts';

type Subtype = PropsOf<'Identity'>['subtype'];

/** Who acted, as far as an event tells. */
export interface Actor {
  /** The identity, or the internet where the caller is anonymous; null where it is not told. */
  who: Ref<'Identity' | 'Internet'> | null;
  session: Ref<'CloudSession'> | null;
  /** Why `who` is null, for the count of what could not be resolved. */
  unknown?: string;
}

const subtypes: Record<string, Subtype> = {
  IAMUser: 'user',
  AssumedRole: 'role',
  Role: 'role',
  Root: 'root',
  FederatedUser: 'federated',
  IdentityCenterUser: 'user',
};

/** ARN of the identity whose permissions the caller used. */
function identityArn({ userIdentity: caller }: TrailEvent): string | null {
  const issuer = caller.sessionContext?.sessionIssuer?.arn;
  if (issuer && (caller.type === 'AssumedRole' || caller.type === 'FederatedUser')) return issuer;
  if (caller.type === 'IdentityCenterUser' && caller.onBehalfOf?.userId)
    return `arn:aws:identitystore:::user/${caller.onBehalfOf.userId}`;
  return caller.arn ? roleArnOf(caller.arn) : null;
}

const isTemporary = (key: string) => key.startsWith('ASIA');
const isLongLived = (key: string) => key.startsWith('AKIA');

/** Adds the caller's identity, session or key to the claim. */
export function addActor(claim: ClaimBuilder, event: TrailEvent): Actor {
  const { userIdentity: caller } = event;
  if (caller.accountId === 'ANONYMOUS_PRINCIPAL')
    return { who: claim.ref('Internet', 'internet'), session: null };
  const arn = identityArn(event);
  if (arn === null) {
    const told = caller.type === 'AWSService' || caller.invokedBy || caller.identityProvider;
    const unknown = `CloudTrail caller of type ${caller.type ?? 'unknown'} without an ARN`;
    return { who: null, session: null, ...(!told && { unknown }) };
  }
  const account = parseArn(arn)?.account || caller.accountId;
  const subtype = subtypes[caller.sessionContext?.sessionIssuer?.type ?? caller.type ?? ''];
  const who = claim.node('Identity', arn, {
    name: arn === caller.arn && caller.userName ? caller.userName : arn.split('/').at(-1),
    provider: 'aws',
    account: account ?? undefined,
    subtype: arn.endsWith(':root') ? 'root' : subtype,
  });
  if (account) claim.edge('IN_ACCOUNT', who, claim.ref('Account', accountUid(account)));
  const key = caller.accessKeyId ?? '';
  if (isLongLived(key))
    claim.edge(
      'AUTHENTICATES',
      claim.node('Credential', `cred:${key}`, { type: 'aws-access-key', provider: 'aws' }),
      who,
    );
  if (!isTemporary(key)) return { who, session: null };
  const session = addSession(claim, key, who, {
    roleSessionName: (caller.arn && sessionNameOf(caller.arn)) || undefined,
    sourceIdentity: caller.sessionContext?.sourceIdentity ?? undefined,
  });
  return { who, session };
}

/** A set of temporary credentials, by the id of its key. */
export function addSession(
  claim: ClaimBuilder,
  key: string,
  who: Ref<'Identity'>,
  props: Pick<PropsOf<'CloudSession'>, 'roleSessionName' | 'sourceIdentity'>,
): Ref<'CloudSession'> {
  const session = claim.node('CloudSession', `session:${key}`, {
    ...props,
    provider: 'aws',
    issuedTo: who.uid,
  });
  claim.edge('ISSUED_TO', session, who);
  return session;
}
