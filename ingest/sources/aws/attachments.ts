import type { Ref } from '../../../graph/claim.ts';
import type { FromKind } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { parseArn } from './arn.ts';
import { roleArnOf } from './role-arn.ts';

type Text = string | null | undefined;

/** The edge to the role that something works under; a session stands for its role. */
export function actsAs(claim: ClaimBuilder, from: Ref<FromKind<'ACTS_AS'>>, role: Text): void {
  if (parseArn(role)?.resource.match(/^(role|assumed-role|user)\//))
    claim.edge('ACTS_AS', from, claim.ref('Identity', roleArnOf(role ?? '')));
}

/** Edges to the subnets, security groups and networks that something is attached to, by AWS id. */
export function inNetwork(
  claim: ClaimBuilder,
  from: Ref<FromKind<'PART_OF_NETWORK'>>,
  ...ids: readonly (Text | readonly Text[])[]
): void {
  for (const id of new Set(ids.flat()))
    if (id) claim.edge('PART_OF_NETWORK', from, claim.ref('NetworkElement', id));
}

const keyId = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;

/** ARN of the key that a KMS key ARN or id means; null for an alias, which needs the list of them. */
export function keyArnOf(answer: Answer, key: Text): string | null {
  if (!key) return null;
  if (keyId.test(key)) return answer.arn('kms', `key/${key}`);
  const arn = parseArn(key);
  return arn?.service === 'kms' && arn.resource.startsWith('key/') ? key : null;
}

/**
 * The edge to the key that something is encrypted with. Returns the text of an alias or of a key
 * that cannot be told, for the property that keeps it.
 */
export function encryptedWith(
  answer: Answer,
  claim: ClaimBuilder,
  from: Ref<FromKind<'ENCRYPTED_WITH'>>,
  key: Text,
): string | undefined {
  const arn = keyArnOf(answer, key);
  if (arn) claim.edge('ENCRYPTED_WITH', from, claim.ref('EncryptionKey', arn));
  return arn === null && key ? key : undefined;
}

/** Bucket and key of an `s3://` URI or of a URL of a bucket's endpoint; null where it is neither. */
export function s3Location(uri: Text): { bucket: string; key: string } | null {
  if (!uri) return null;
  const found =
    /^s3:\/\/(?<bucket>[^/]+)\/?(?<key>.*)$/.exec(uri) ??
    /^https:\/\/(?<bucket>[^/]+?)\.s3[.-][^/]*amazonaws\.com(?:\.cn)?\/?(?<key>.*)$/.exec(uri) ??
    /^https:\/\/s3[.-][^/]*amazonaws\.com(?:\.cn)?\/(?<bucket>[^/]+)\/?(?<key>.*)$/.exec(uri);
  const { bucket, key } = found?.groups ?? {};
  return bucket === undefined || key === undefined ? null : { bucket, key };
}

/** The DataStore of a bucket by its name. */
export const bucketRef = (answer: Answer, claim: ClaimBuilder, bucket: string) =>
  claim.ref('DataStore', `arn:${answer.partition}:s3:::${bucket}`);
