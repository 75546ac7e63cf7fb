import type { Ref } from '../../../graph/claim.ts';
import type { PropsOf } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { bucketRef, s3Location } from './attachments.ts';

type Text = string | null | undefined;

/** Data that a model learns from: where it lies, and that it shapes what is trained on it. */
export function trainedOn(
  answer: Answer,
  claim: ClaimBuilder,
  trained: Ref<'ModelArtifact' | 'ModelEndpoint' | 'Workload'>,
  uri: Text,
  purpose: string,
): void {
  const place = s3Location(uri);
  if (!uri) return;
  if (!place) return answer.unresolved(`training data ${uri}`);
  const data = claim.node('Dataset', uri, { name: uri, purpose, provider: 'aws' });
  const bucket = bucketRef(answer, claim, place.bucket);
  claim.edge('STORES_IN', data, bucket);
  claim.edge('TAMPERS', bucket, data);
  claim.edge('SHAPES', data, trained);
}

type Format = NonNullable<PropsOf<'ModelArtifact'>['format']>;

/** File endings by whether loading the format can run code that stands in it. */
const formats: readonly (readonly [RegExp, Format])[] = [
  [/\.safetensors$/i, 'safetensors'],
  [/\.(pkl|pickle|pt|pth|bin|joblib|ckpt)$/i, 'pickle'],
  [/\.(tar|tgz|tar\.gz|zip)$/i, 'archive'],
];

/** Weights that lie in a bucket: whoever writes there replaces them. Null where the URI is not S3. */
export function weightsAt(
  answer: Answer,
  claim: ClaimBuilder,
  uri: Text,
): Ref<'ModelArtifact'> | null {
  const place = s3Location(uri);
  if (!uri) return null;
  if (!place) {
    answer.unresolved(`model data ${uri}`);
    return null;
  }
  const artifact = claim.node('ModelArtifact', uri, {
    name: uri.split('/').findLast((part) => part !== '') ?? uri,
    format: formats.find(([ending]) => ending.test(uri))?.[1] ?? 'unknown',
    source: uri,
    provider: 'aws',
  });
  const bucket = bucketRef(answer, claim, place.bucket);
  claim.edge('STORES_IN', artifact, bucket);
  claim.edge('TAMPERS', bucket, artifact);
  return artifact;
}
