import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { modelUid } from '../../model-uid.ts';
import { resourceRef } from './resource-ref.ts';

/** The Model behind something, where its publisher can be told. */
export function instanceOf(
  claim: ClaimBuilder,
  of: Ref<'ModelEndpoint' | 'ModelArtifact'>,
  id: string | null | undefined,
) {
  const uid = id ? modelUid(id) : null;
  if (uid === null) return;
  const [publisher = '', name = ''] = uid.replace('model:', '').split('/');
  claim.edge('INSTANCE_OF', of, claim.node('Model', uid, { name, publisher }));
}

/** Edges from what a model that can be invoked was made of. */
export function servedModel(
  claim: ClaimBuilder,
  endpoint: Ref<'ModelEndpoint'>,
  modelArn: string | null | undefined,
) {
  const model = resourceRef(modelArn);
  if (model?.kind === 'ModelArtifact')
    claim.edge('LOADED_BY', claim.ref('ModelArtifact', model.uid), endpoint);
  else instanceOf(claim, endpoint, modelArn);
}
