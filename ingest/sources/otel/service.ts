import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { textOf, type Attributes } from './attribute.ts';
import { hostOf, serviceUid } from './resource.ts';

/** The service that reports a span, and the workload that it runs on where the resource tells it. */
export function addService(claim: ClaimBuilder, resource: Attributes) {
  const host = hostOf(resource);
  const name = textOf(resource, 'service.name') ?? 'unknown_service';
  const service = claim.node('Service', serviceUid(resource), {
    name,
    version: textOf(resource, 'service.version'),
    environment:
      textOf(resource, 'deployment.environment.name') ?? textOf(resource, 'deployment.environment'),
    unresolved: host === null,
  });
  const workload: Ref<'Workload'> | null = host?.kind === 'Workload' ? host : null;
  if (workload) claim.edge('RUNS_ON', service, workload);
  return { service, workload, joined: host !== null };
}
