import type { Caller } from './caller.ts';
import { impliedBy } from './implied-keys.ts';
import type { AccountFacts } from './organization.ts';
import type { Lookup, Value } from './variables.ts';

/** What a context is made of. */
export interface Situation {
  caller: Caller;
  callerAccount: AccountFacts | undefined;
  resourceAccount: AccountFacts | undefined;
  /** Tags of the resource; undefined where they were not collected. */
  resourceTags: Readonly<Record<string, string>> | undefined;
  resourceRegion: string | undefined;
}

/** Values that a request gives; null = known to be absent. Keys in any case. */
export type Given = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

const valueOf = (value: Given[string]): Value => {
  if (value === null) return null;
  return typeof value === 'object' ? value : [String(value)];
};

const one = (value: string | null | undefined): Value | undefined =>
  typeof value === 'string' ? [value] : value;

const principalTypes = {
  user: 'User',
  role: 'AssumedRole',
  root: 'Account',
  account: undefined,
  'federated-user': 'FederatedUser',
  anonymous: 'Anonymous',
  service: null,
  'web-identity': null,
  outsider: 'User',
} as const;

function userId({ kind, arn, account, uniqueId, session }: Caller): Value | undefined {
  if (kind === 'anonymous') return ['anonymous'];
  if (kind === 'root') return one(account);
  if (kind === 'federated-user') return [`${account ?? ''}:${arn.split('/').at(-1) ?? arn}`];
  if (uniqueId === null) return undefined;
  if (kind !== 'role') return [uniqueId];
  return session === null ? undefined : [`${uniqueId}:${session}`];
}

/** Without credentials of IAM: nobody whom a service could act for. */
const isNobody = ({ caller: { kind } }: Situation) =>
  kind === 'anonymous' || kind === 'service' || kind === 'web-identity';

const isUnsigned = ({ caller: { kind } }: Situation) =>
  kind === 'anonymous' || kind === 'web-identity';

/** What temporary credentials carry. */
const ofToken = (about: Situation): Value | undefined => (isUnsigned(about) ? null : undefined);

/** What the session of a role or federated user carries, and nobody else. */
const ofSession = ({ caller: { kind } }: Situation): Value | undefined =>
  kind === 'role' || kind === 'federated-user' || kind === 'outsider' ? undefined : null;

const sessionKeys = [
  'aws:chatbotsourcearn',
  'aws:ec2instancesourceprivateipv4',
  'aws:ec2instancesourcevpc',
  'aws:sourceidentity',
  'codebuild:buildarn',
  'codebuild:projectarn',
  'ec2:roledelivery',
  'ec2:sourceinstancearn',
  'glue:credentialissuingservice',
  'glue:roleassumedby',
  'identitystore:userid',
  'lambda:sourcefunctionarn',
  'ssm:sourceinstancearn',
];

const calledVia = (about: Situation): Value | undefined => (isNobody(about) ? null : undefined);

/** Only a call that a service itself makes carries whose resource it acts for. */
const forService = ({ caller }: Situation): Value | undefined =>
  caller.kind === 'service' ? undefined : null;

/** Keys that follow from caller and resource (IAM User Guide, "AWS global condition context keys"). */
const derived: Readonly<Record<string, (about: Situation) => Value | undefined>> = {
  'aws:principalarn': ({ caller }) =>
    caller.account === null ? null : caller.kind === 'account' ? undefined : [caller.arn],
  'aws:principalaccount': ({ caller }) =>
    caller.kind === 'anonymous' ? ['anonymous'] : one(caller.account),
  'aws:principaltype': ({ caller }) => one(principalTypes[caller.kind]),
  'aws:principalisawsservice': (about) =>
    isUnsigned(about) ? null : [String(about.caller.kind === 'service')],
  'aws:principalservicename': ({ caller }) => (caller.kind === 'service' ? [caller.arn] : null),
  'aws:principalservicenameslist': ({ caller }) =>
    caller.kind === 'service' ? [caller.arn] : null,
  'aws:principalorgid': ({ caller, callerAccount }) =>
    caller.account === null ? null : one(callerAccount?.organization),
  'aws:principalorgpaths': ({ caller, callerAccount }) =>
    caller.account === null ? null : one(callerAccount?.path),
  'aws:username': ({ caller: { kind, arn } }) =>
    kind === 'user' ? [arn.split('/').at(-1) ?? arn] : kind === 'account' ? undefined : null,
  'aws:userid': ({ caller }) => userId(caller),
  'aws:multifactorauthpresent': ofToken,
  'aws:multifactorauthage': ofToken,
  'aws:tokenissuetime': ofToken,
  'aws:assumedroot': ({ caller: { kind } }) =>
    kind === 'root' || kind === 'outsider' ? undefined : null,
  'aws:federatedprovider': (about) => {
    const { kind, arn } = about.caller;
    if (kind === 'web-identity') return arn.includes(':saml-provider/') ? null : [arn];
    return ofSession(about);
  },
  ...Object.fromEntries(sessionKeys.map((key) => [key, ofSession])),
  'aws:viaawsservice': (about) => (isNobody(about) ? ['false'] : undefined),
  'aws:calledvia': calledVia,
  'aws:calledviafirst': calledVia,
  'aws:calledvialast': calledVia,
  'aws:sourcearn': forService,
  'aws:sourceaccount': forService,
  'aws:sourceowner': forService,
  'aws:sourceorgid': forService,
  'aws:sourceorgpaths': forService,
  'aws:resourceaccount': ({ resourceAccount }) => one(resourceAccount?.id),
  's3:resourceaccount': ({ resourceAccount }) => one(resourceAccount?.id),
  'aws:resourceorgid': ({ resourceAccount }) => one(resourceAccount?.organization),
  'aws:resourceorgpaths': ({ resourceAccount }) => one(resourceAccount?.path),
  'aws:requestedregion': ({ resourceRegion }) => one(resourceRegion),
  'kms:calleraccount': ({ caller }) => one(caller.account),
};

const tagged = (tags: Situation['resourceTags'], name: string) => {
  if (tags === undefined) return undefined;
  const found = Object.entries(tags).find(([key]) => key.toLowerCase() === name);
  return found ? [found[1]] : null;
};

const principalTag = ({ kind, tags, taggable }: Caller, name: string) => {
  if (kind === 'user' || kind === 'role') return taggable ? undefined : tagged(tags, name);
  return kind === 'federated-user' || kind === 'account' ? undefined : null;
};

const resourceTag = /^[a-z0-9-]+:resourcetag\/(.+)$/;

/** Whether a key, in lower case, is a tag of the resource. */
export const isResourceTag = (key: string): boolean => resourceTag.test(key);

function derive(key: string, about: Situation): Value | undefined {
  const rule = Object.hasOwn(derived, key) ? derived[key] : undefined;
  if (rule) return rule(about);
  if (key.startsWith('aws:principaltag/')) return principalTag(about.caller, key.slice(17));
  const tag = resourceTag.exec(key)?.[1];
  return tag === undefined ? undefined : tagged(about.resourceTags, tag);
}

const texts = new WeakMap<Given, ReadonlyMap<string, Value>>();

/** What a request gives, by keys in lower case; many requests give the same. */
function statedBy(given: Given): ReadonlyMap<string, Value> {
  let stated = texts.get(given);
  if (!stated) {
    const entries = Object.entries(given);
    stated = new Map(entries.map(([key, value]) => [key.toLowerCase(), valueOf(value)]));
    texts.set(given, stated);
  }
  return stated;
}

/** What is known of a request: what it gives, else what follows from that, or from caller and resource. */
export function contextOf(about: Situation, given: Given): Lookup {
  const stated = statedBy(given);
  const seen = new Map<string, Value | undefined>();
  const toldOf: Lookup = (key) => stated.get(key);
  const follow = (key: string) => {
    const implied = impliedBy(toldOf, key);
    return implied === undefined ? derive(key, about) : implied;
  };
  return (key) => {
    if (stated.has(key)) return stated.get(key);
    if (!seen.has(key)) seen.set(key, follow(key));
    return seen.get(key);
  };
}
