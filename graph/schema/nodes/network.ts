import * as z from 'zod/mini';
import { document, json, node } from '../define.ts';

export const network = {
  Internet: node({
    plane: 'network',
    label: 'Internet',
    icon: 'globe',
    doc: 'Anyone, without credentials of ours. One node.',
    uid: '`internet`',
    owned: 'C',
    goals: ['R'],
    fix: 'Close what it reaches.',
    props: {},
  }),
  ExternalContent: node({
    plane: 'network',
    label: 'External content',
    icon: 'file-input',
    doc: 'Content that somebody outside writes and a model of ours reads.',
    uid: '`content:{channel type}:{canonical URI}`',
    owned: 'W',
    goals: ['W'],
    fix: 'Treat what it says as data: quarantine it, or take away the tools of what reads it.',
    props: { channel: z.string(), trust: z.enum(['public', 'partner', 'customer']) },
  }),
  Endpoint: node({
    plane: 'network',
    label: 'Endpoint',
    icon: 'log-in',
    doc: 'A network address that answers: a route, a function URL, a listener, a port.',
    uid: '`ep:{scheme}://{host}[:{port}]/{route}`, lower case, default port dropped',
    owned: 'R',
    goals: ['R'],
    fix: 'Ask for authentication, or move it off the public network.',
    props: {
      url: z.string(),
      /** From where it answers: anybody's address, named networks or callers alone, or its VPC. */
      exposure: z.enum(['internet', 'vpn', 'vpc', 'unknown']),
      authn: z.enum(['none', 'key', 'jwt', 'iam', 'oauth', 'mtls', 'custom', 'unknown']),
      waf: z.boolean(),
      rateLimit: z.number(),
      config: document(),
    },
  }),
  NetworkElement: node({
    plane: 'network',
    label: 'Network element',
    icon: 'network',
    doc: 'Configuration that decides reach: security group, subnet, route table, gateway, API, load balancer.',
    uid: 'ARN or AWS id, prefixed by type where the id alone is not unique',
    owned: 'A',
    goals: ['A'],
    fix: 'Narrow the rule that lets the traffic through.',
    props: {
      type: z.string(),
      config: document(),
      /** What may pass, where the element has a policy of its own. */
      policy: document(),
      /** Where a target group sends requests, which another answer than its own tells. */
      targets: json(z.array(z.object({ id: z.string(), port: z.optional(z.number()) }))),
    },
  }),
};
