import { secretFormats } from './secret-formats.ts';

/** A secret that stands in plain text. Only its keyed digest may be kept. */
export interface FoundSecret {
  /** What kind of key it is, e.g. `openai-api-key`, `password`. */
  type: string;
  value: string;
  /** Name under which it stands, where it stands under one. */
  name?: string;
  /** AWS access key id: public, and the same key in IAM's own lists. */
  keyId?: string;
  /** True where only the id of a key stands there, not the secret that belongs to it. */
  idOnly?: true;
}

const password = /password|passwd|passphrase|(?:^|_)(?:pwd|pass|pw)(?:_|\d*$)/;
const otherSecret =
  /secret|(?:^|_|api|auth|access)token(?:_|\d*$)|credential|(?:api|access|private|signing|encryption|master|account|subscription)_?key(?:_|\d*$)/;
/** Names that speak of a secret's name, place or length, not of the secret. */
const about =
  /_(?:id|ids|name|arn|path|file|dir|url|uri|endpoint|length|limit|ttl|expiry|expiration|count|alias|version|region|header|type|prefix|param|parameter|policy|field|provider|manager|store|rotation)$/;

const reference =
  /^(?:arn:|\{\{|\$|%\w+%$|<|\/|(?:https?|ssm|vault|op|secretsmanager|gcp-?secrets?):|projects\/|true$|false$|none$|null$)/i;
const placeholder = /^(?:(.)\1*|x{3,}.*|\*+|redacted|changeme|todo|example|your[-_ ].*)$/i;

/** Shannon entropy, bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const c of text) counts.set(c, (counts.get(c) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, n) => sum - (n / text.length) * Math.log2(n / text.length),
    0,
  );
}

const random = (text: string) =>
  text.length >= 16 && /\d/.test(text) && /[A-Za-z]/.test(text) && entropy(text) >= 3;

const words = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();

/** The kind of secret that a value under a telling name is; null where it is none. */
function named(name: string, value: string): string | null {
  const plain = words(name);
  if (about.test(plain) || reference.test(value) || placeholder.test(value)) return null;
  if (password.test(plain)) return value.length >= 4 ? 'password' : null;
  if (!otherSecret.test(plain) || !random(value)) return null;
  return /^[A-Za-z0-9+/]{40}$/.test(value) && /secret/.test(plain) ? awsSecret : 'secret';
}

const awsSecret = 'aws-secret-access-key';
const awsKeyId = /\bAKIA[A-Z2-7]{16}\b/g;

function byFormat(text: string, name?: string): FoundSecret[] {
  const under = name === undefined ? {} : { name };
  return secretFormats.flatMap(({ type, pattern }) =>
    [...text.matchAll(pattern)]
      .map((match) => ({ type, value: match[1] ?? match[0], ...under }))
      .filter(({ value }) => !reference.test(value) && !placeholder.test(value)),
  );
}

/** AWS key ids take the secrets that stand beside them, in order; what is left stays by itself. */
function withKeyIds(found: FoundSecret[], ids: readonly string[]): FoundSecret[] {
  const secrets = found.filter(({ type }) => type === awsSecret);
  const others = found.filter(({ type }) => type !== awsSecret);
  const keys = [...new Set(ids)].map((keyId, index): FoundSecret => {
    const secret = secrets[index];
    const key = { type: 'aws-access-key', keyId };
    return secret ? { ...secret, ...key } : { ...key, value: keyId, idOnly: true };
  });
  return [...keys, ...secrets.slice(keys.length), ...others];
}

/** More than these in one place say nothing more, and cost time that hostile text would buy. */
const most = 100;

function distinct(found: readonly FoundSecret[]): FoundSecret[] {
  const byValue = new Map<string, FoundSecret>();
  for (const secret of found.slice(0, 10 * most))
    if (byValue.size < most && ![...byValue.keys()].some((value) => value.includes(secret.value)))
      byValue.set(secret.value, secret);
  return [...byValue.values()];
}

/** Secrets among variables: known key formats, and telling names with values to match. */
export function secretsInVariables(variables: Readonly<Record<string, string>>): FoundSecret[] {
  const entries = Object.entries(variables);
  const found = entries.flatMap(([name, value]) => {
    const known = byFormat(value, name);
    const type = known.length === 0 ? named(name, value) : null;
    return type === null ? known : [{ type, value, name }];
  });
  const ids = entries.flatMap(([, value]) => value.match(awsKeyId) ?? []);
  return withKeyIds(distinct(found), ids);
}

const assignment =
  /\b([A-Za-z_][\w.-]{1,60})["']?[ \t]{0,4}[=:][ \t]{0,4}["']?([^\s"'`,;]{4,512})/g;

/** Secrets in free text, such as a start script or a prompt. */
export function secretsInText(text: string): FoundSecret[] {
  const assigned = [...text.matchAll(assignment)].flatMap(([, name = '', value = '']) => {
    const type = byFormat(value).length === 0 ? named(name, value) : null;
    return type === null ? [] : [{ type, value, name }];
  });
  const found = distinct([...byFormat(text), ...assigned]);
  return withKeyIds(found, text.match(awsKeyId) ?? []);
}

const harmless = /^[\w.:/@ +,=-]*$/;
const isWord = (part: string) => part.length < 20 || !random(part);

/**
 * The variables that may be kept: those that name things (identifiers, addresses, switches). A value
 * that is or looks like a secret is left out, and so is one that could hide it.
 */
export function plainVariables(
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const plain = Object.entries(variables).filter(
    ([name, value]) =>
      value.length <= 256 &&
      harmless.test(value) &&
      value.split(/[.:/@ ,=_-]/).every(isWord) &&
      secretsInVariables({ [name]: value }).length === 0 &&
      (about.test(words(name)) || !password.test(words(name))),
  );
  return Object.fromEntries(plain);
}
