import type { View } from '../../view.ts';
import { embedded, type AppliedPolicy } from './applied-policy.ts';
import type { Lookup } from './variables.ts';

/** A VPC endpoint by which requests come. */
export interface VpcEndpoint {
  /** Undefined where none limits it. */
  policy: AppliedPolicy | undefined;
  /** Whether it is a gateway, whose policy means the root user by an account, and nobody by name. */
  gateway: boolean;
  /** Id of the VPC that it stands in. */
  vpc: string | undefined;
}

interface Config {
  endpointType?: unknown;
  vpc?: unknown;
}

/** VPC endpoints by their ids. */
export function vpcEndpoints(view: View): Map<string, VpcEndpoint> {
  const found = new Map<string, VpcEndpoint>();
  for (const { uid, props } of view.nodesOf('NetworkElement')) {
    if (props['type'] !== 'vpc-endpoint') continue;
    const { policy, config } = props;
    const { endpointType, vpc } = (config ?? {}) as Config;
    found.set(uid.split('/').at(-1) ?? uid, {
      policy: policy === undefined ? undefined : embedded(uid, 'policy', 'endpoint', policy),
      gateway: endpointType === 'gateway',
      vpc: typeof vpc === 'string' ? vpc : undefined,
    });
  }
  return found;
}

/** What is known of a request that comes through an endpoint: the VPC that it stands in as well. */
export const throughEndpoint =
  (lookup: Lookup, { vpc }: VpcEndpoint): Lookup =>
  (key) => {
    const value = lookup(key);
    return value === undefined && key === 'aws:sourcevpc' && vpc !== undefined ? [vpc] : value;
  };
