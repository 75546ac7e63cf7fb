import type { Lookup, Value } from './variables.ts';

/** Keys that only requests through a VPC endpoint carry, which carry no `aws:SourceIp`. */
const byEndpoint = [
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'aws:vpcsourceip',
];

const isThere = (value: Value | undefined) => value !== undefined && value !== null;

const isThat = (value: Value | undefined, text: string) =>
  value?.length === 1 && value[0]?.toLowerCase() === text;

const passedOn = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', 'kms:viaservice'];

const ifDirect = (given: Lookup) =>
  isThat(given('aws:viaawsservice'), 'false') ? null : undefined;

/** Of services that pass a request on: whether any does, which, and at which end. */
const chain: Readonly<Record<string, (given: Lookup) => Value | undefined>> = {
  'aws:viaawsservice': (given) =>
    passedOn.some((key) => isThere(given(key))) ? ['true'] : undefined,
  'aws:calledvia': ifDirect,
  'kms:viaservice': ifDirect,
  'aws:calledviafirst': (given) => endOf(given, 0),
  'aws:calledvialast': (given) => endOf(given, -1),
};

function endOf(given: Lookup, at: number): Value | undefined {
  const services = given('aws:calledvia') ?? chain['aws:calledvia']?.(given);
  const service = services?.at(at);
  return service === undefined ? services && null : [service];
}

const rules: Readonly<Record<string, (given: Lookup) => Value | undefined>> = {
  ...chain,
  'aws:sourceip': (given) => (byEndpoint.some((key) => isThere(given(key))) ? null : undefined),
  ...Object.fromEntries(
    byEndpoint.map((key) => [
      key,
      (given: Lookup) => (isThere(given('aws:sourceip')) ? null : undefined),
    ]),
  ),
  'aws:multifactorauthpresent': (given) =>
    isThere(given('aws:multifactorauthage')) ? ['true'] : undefined,
  'aws:multifactorauthage': (given) => {
    const present = given('aws:multifactorauthpresent');
    return present === null || isThat(present, 'false') ? null : undefined;
  },
};

/** Keys a pair each, and the key that lists them all. */
const lists: readonly [each: string, all: string][] = [
  ['aws:requesttag/', 'aws:tagkeys'],
  ['kms:encryptioncontext:', 'kms:encryptioncontextkeys'],
];

function unlisted(key: string, given: Lookup): null | undefined {
  const [each, all] = lists.find(([start]) => key.startsWith(start)) ?? [];
  const listed = each === undefined || all === undefined ? undefined : given(all);
  if (each === undefined || listed === undefined) return undefined;
  const name = key.slice(each.length);
  return listed?.some((one) => one.toLowerCase() === name) ? undefined : null;
}

/** What other keys that a request gives say of a key (IAM User Guide, "AWS global condition context keys"). */
export const impliedBy = (given: Lookup, key: string): Value | undefined =>
  Object.hasOwn(rules, key) ? rules[key]?.(given) : unlisted(key, given);
