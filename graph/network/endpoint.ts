import { z } from 'zod';
import { integration } from './config.ts';

/**
 * What `config` of an endpoint says where a gateway or a service of the provider answers at it: what
 * decides who gets through, by uid.
 */
export const endpointConfig = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('lambda-url'),
    function: z.string(),
    /** Alias that the URL belongs to; absent = the function itself. */
    qualifier: z.string().optional(),
  }),
  z.object({
    type: z.literal('api-method'),
    api: z.string(),
    resource: z.string(),
    method: z.string(),
    path: z.string().optional(),
    integration: integration.optional(),
  }),
  z.object({
    type: z.literal('api-route'),
    api: z.string(),
    /** As the gateway writes it: `POST /chat`, `$default`. */
    route: z.string(),
    /** Uid of the integration. */
    integration: z.string().optional(),
  }),
  z.object({
    type: z.literal('listener'),
    balancer: z.string(),
    /** Listener or rule that decides, by uid; the balancer itself where it is a classic one. */
    decides: z.string(),
    protocol: z.string(),
    port: z.number(),
    /** Ranges from which alone the rule takes requests; absent = any. */
    sources: z.array(z.string()).optional(),
  }),
  z.object({
    type: z.literal('port'),
    machine: z.string(),
    protocol: z.string(),
    from: z.number().optional(),
    to: z.number().optional(),
  }),
  z.object({
    type: z.literal('eks-api'),
    cluster: z.string(),
    publicAccess: z.boolean().optional(),
    publicAccessCidrs: z.array(z.string()),
  }),
]);
export type EndpointConfig = z.infer<typeof endpointConfig>;
