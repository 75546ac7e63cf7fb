import type { Cause } from '../../claim.ts';
import { policyDocument, type PolicyDocument, type Statement } from './policy.ts';

/** By which way a policy applies to a request. */
export type PolicyKind =
  'identity' | 'group' | 'boundary' | 'session' | 'scp' | 'rcp' | 'resource' | 'trust' | 'endpoint';

/** A policy document where it applies. */
export interface AppliedPolicy {
  /** ARN or id of a managed policy; else `{holder}#{element}`, as in `{role ARN}#trust`. */
  name: string;
  kind: PolicyKind;
  /** Uid of the node that carries the document. */
  holder: string;
  document: PolicyDocument;
}

/** A policy that stands by itself: managed, or of an organisation. */
export const managed = (name: string, kind: PolicyKind, document: unknown): AppliedPolicy => ({
  name,
  kind,
  holder: name,
  document: policyDocument(document),
});

/** A policy that a node embeds under the name of an element. */
export const embedded = (
  holder: string,
  element: string,
  kind: PolicyKind,
  document: unknown,
): AppliedPolicy => ({
  name: `${holder}#${element}`,
  kind,
  holder,
  document: policyDocument(document),
});

const causes = new WeakMap<Statement, Map<string, Cause>>();

/** One configuration element as a cause: `{policy}#{statement}`, the same wherever it counts. */
export function causeOf(policy: AppliedPolicy, statement: Statement): Cause {
  let known = causes.get(statement);
  if (!known) causes.set(statement, (known = new Map<string, Cause>()));
  const id = `${policy.name}${policy.name.includes('#') ? ':' : '#'}${statement.id}`;
  const key = `${policy.kind} ${id}`;
  let cause = known.get(key);
  if (!cause) known.set(key, (cause = newCause(policy, statement, id)));
  return cause;
}

function newCause(policy: AppliedPolicy, { id: name, source }: Statement, id: string): Cause {
  const text = JSON.stringify(source);
  return {
    id,
    type: causeTypes[policy.kind],
    holder: policy.holder,
    say: `${nameOfPolicy(policy)}, statement ${name}`,
    excerpt: text.length > excerptLength ? `${text.slice(0, excerptLength - 1)}…` : text,
  };
}

const excerptLength = 400;

const causeTypes: Record<PolicyKind, string> = {
  identity: 'statement',
  group: 'statement',
  boundary: 'boundary',
  session: 'session-policy',
  scp: 'service-control-policy',
  rcp: 'resource-control-policy',
  resource: 'resource-policy',
  trust: 'trust',
  endpoint: 'endpoint-policy',
};

const says: Record<PolicyKind, string> = {
  identity: 'policy',
  group: 'group policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  resource: 'resource policy of',
  trust: 'trust policy of',
  endpoint: 'policy of VPC endpoint',
};

/** A policy as people speak of it: what it is and its name. */
export const nameOfPolicy = (policy: AppliedPolicy): string =>
  `${says[policy.kind]} ${nameOf(policy)}`;

/** The part of a policy's name that people know it by. */
function nameOf({ name, kind, holder }: AppliedPolicy): string {
  const own = ['resource', 'trust', 'endpoint'].includes(kind) ? holder : name;
  const inline = /#inline:(.+)$/.exec(own)?.[1];
  return inline ?? own.split(/[/:]/).findLast((part) => part !== '') ?? own;
}
