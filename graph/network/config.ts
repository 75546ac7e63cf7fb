import { z } from 'zod';

/**
 * What `config` of a network element says, by its `type`: the one form that every source of network
 * configuration brings it into. Lists are sorted and without repeats, so that the same element reads
 * the same from the provider and from infrastructure code.
 */

const ids = z.array(z.string());

/** Ports absent = all ports. */
const ports = { from: z.number().optional(), to: z.number().optional() };

/** `protocol`: `all`, `tcp`, `udp`, `icmp`, `icmpv6`, or a number of IANA. */
export const groupRule = z.object({
  protocol: z.string(),
  ...ports,
  /** IPv4 and IPv6 ranges. */
  cidrs: ids,
  groups: ids,
  prefixLists: ids,
});
export type GroupRule = z.infer<typeof groupRule>;

export const securityGroup = z.object({
  vpc: z.string().optional(),
  ingress: z.array(groupRule),
  egress: z.array(groupRule),
});

export const subnet = z.object({
  vpc: z.string(),
  cidrs: ids,
  zone: z.string().optional(),
  mapsPublicAddress: z.boolean(),
});

/** Routes that are up; `target` is the id of what carries the traffic on. */
export const routeTable = z.object({
  vpc: z.string(),
  main: z.boolean(),
  subnets: ids,
  routes: z.array(z.object({ destination: z.string(), target: z.string() })),
});

export const internetGateway = z.object({ vpcs: ids });

/** Entries in the order in which they are tried; the first that matches decides. */
export const networkAcl = z.object({
  vpc: z.string(),
  subnets: ids,
  entries: z.array(
    z.object({
      egress: z.boolean(),
      number: z.number(),
      allow: z.boolean(),
      protocol: z.string(),
      cidr: z.string(),
      ...ports,
    }),
  ),
});

/** One address of a machine in a subnet. */
export const networkInterface = z.object({
  vpc: z.string().optional(),
  subnet: z.string().optional(),
  securityGroups: ids,
  privateAddresses: ids,
  publicAddresses: ids,
  /** Instance that it belongs to. */
  instance: z.string().optional(),
  description: z.string().optional(),
});
export type NetworkInterface = z.infer<typeof networkInterface>;

/** `config` of a virtual machine. */
export const machine = z.object({
  instanceProfile: z.string().optional(),
  image: z.string().optional(),
  interfaces: z.array(networkInterface),
});

/** What a listener does with a request; `targetGroups` where it forwards it. */
const action = z.object({ type: z.string(), targetGroups: ids });
export type ListenerAction = z.infer<typeof action>;

/** `listeners` and `instances` where the balancer names them itself (classic). */
export const loadBalancer = z.object({
  kind: z.enum(['application', 'network', 'gateway', 'classic']),
  internetFacing: z.boolean(),
  dnsName: z.string(),
  vpc: z.string().optional(),
  subnets: ids,
  securityGroups: ids,
  listeners: z
    .array(z.object({ protocol: z.string(), port: z.number(), targetPort: z.number() }))
    .optional(),
  instances: ids.optional(),
});

export const listener = z.object({
  loadBalancer: z.string(),
  protocol: z.string(),
  port: z.number(),
  /** True where it asks clients for a certificate and verifies it. */
  verifiesClients: z.boolean(),
  actions: z.array(action),
});

/** Conditions that are absent do not restrict. */
export const listenerRule = z.object({
  listener: z.string(),
  priority: z.string(),
  paths: ids,
  hosts: ids,
  sources: ids,
  actions: z.array(action),
});

export const targetGroup = z.object({
  targetType: z.string(),
  port: z.number().optional(),
  vpc: z.string().optional(),
  loadBalancers: ids,
});

/** An API of a gateway. `defaultHost`: whether it answers at the gateway's own name for it. */
export const api = z.object({
  protocol: z.enum(['REST', 'HTTP', 'WEBSOCKET']),
  /** EDGE, REGIONAL, PRIVATE. */
  endpointTypes: ids,
  vpcEndpoints: ids,
  defaultHost: z.boolean(),
});

/** A deployment of an API under a name. `rateLimit`: requests a second. */
export const apiStage = z.object({
  api: z.string(),
  firewall: z.boolean(),
  rateLimit: z.number().optional(),
});

/** Who is asked whether a caller may pass. */
export const apiAuthorizer = z.object({
  api: z.string(),
  kind: z.string(),
  function: z.string().optional(),
});

/** Load balancers that an API reaches through a private link. */
export const vpcLink = z.object({ targets: ids });

/** Where an API hands requests that it does not answer by itself. */
export const integration = z.object({
  kind: z.enum(['function', 'model', 'http', 'listener', 'mock', 'other']),
  /** Uid of the function, model or listener, or the URL. */
  target: z.string().optional(),
  /** Through a private link into a VPC. */
  vpcLink: z.string().optional(),
});
export type Integration = z.infer<typeof integration>;

/** Types of network elements whose `config` has a form above. */
export const elementConfig = {
  'security-group': securityGroup,
  subnet,
  'route-table': routeTable,
  'internet-gateway': internetGateway,
  'network-acl': networkAcl,
  'network-interface': networkInterface,
  'load-balancer': loadBalancer,
  listener,
  'listener-rule': listenerRule,
  'target-group': targetGroup,
  api,
  'api-stage': apiStage,
  'api-authorizer': apiAuthorizer,
  'api-integration': integration,
  'vpc-link': vpcLink,
} as const;

export type ElementType = keyof typeof elementConfig;
export type ElementConfig<T extends ElementType> = z.infer<(typeof elementConfig)[T]>;

/** Each once, in order. */
export const sorted = (values: readonly (string | null | undefined)[]): string[] =>
  [...new Set(values)].filter((value) => value != null && value !== '').sort() as string[];
