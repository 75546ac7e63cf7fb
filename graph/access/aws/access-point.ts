import type { Node } from '../../entity.ts';
import type { Given } from './context.ts';
import { and, type Ternary } from './ternary.ts';
import type { Lookup } from './variables.ts';

/** What was collected of an access point (Amazon S3 API Reference, "ListAccessPoints"). */
interface Config {
  bucket?: string;
  bucketAccount?: string;
  networkOrigin?: string;
  vpc?: string;
}

/** An access point of S3, by which objects of one bucket are asked for. */
interface AccessPoint {
  /** ARN of the bucket behind it. */
  bucket: string;
  bucketAccount: string;
  /** The VPC that alone it lets in; null for any network. */
  vpc: string | null;
  /** Keys that a request by it carries (Service Authorization Reference, "Amazon S3"). */
  given: Given;
}

const form = /^(arn:[^:]+):s3:[^:]+:(\d{12}):accesspoint\/[^/]+/;

/** What a node says of an access point; null where it is none. */
export function accessPointOf({ uid, props }: Node): AccessPoint | null {
  const [, head = '', account = ''] = form.exec(uid) ?? [];
  const { bucket, bucketAccount, networkOrigin, vpc } = (props['config'] ?? {}) as Config;
  if (account === '' || bucket === undefined) return null;
  return {
    bucket: `${head}:s3:::${bucket}`,
    bucketAccount: bucketAccount ?? account,
    vpc: networkOrigin === 'VPC' ? (vpc ?? '') : null,
    given: {
      's3:DataAccessPointArn': uid,
      's3:DataAccessPointAccount': account,
      's3:AccessPointNetworkOrigin': networkOrigin ?? 'Internet',
    },
  };
}

/** A request to the bucket itself carries none of the keys. */
export const byNoPoint: Given = {
  's3:DataAccessPointArn': null,
  's3:DataAccessPointAccount': null,
  's3:AccessPointNetworkOrigin': null,
};

/** ARN in the bucket of what is asked for by an access point: an object, or the bucket. */
export function behindPoint(arn: string, bucket: string): string {
  const [, object] = /:accesspoint\/[^/]+\/object(\/.*)$/s.exec(arn) ?? [];
  return `${bucket}${object ?? ''}`;
}

/** Whether a request comes from the network that the access point lets in. */
export function isLetIn(vpc: string | null | undefined, lookup: Lookup): Ternary {
  if (vpc == null) return true;
  const from = lookup('aws:sourcevpc');
  if (from === undefined) return ['aws:SourceVpc'];
  return and(from !== null, from?.includes(vpc) === true);
}
