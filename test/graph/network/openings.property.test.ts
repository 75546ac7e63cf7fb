import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from '../../../graph/network/network.ts';
import { openAt, openings } from '../../../graph/network/openings.ts';
import { smallView, type NodeNote } from '../derive/small-view.ts';

/** A small world of ports, so that rules meet. */
const highest = 12;
const port = fc.integer({ min: 0, max: highest });
const ports = fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const protocol = fc.constantFrom('all', 'tcp', 'udp');
const cidr = fc.constantFrom('0.0.0.0/0', '203.0.113.0/24');

const rule = fc.record({
  protocol,
  range: fc.option(ports, { nil: undefined }),
  cidr,
});
const entry = fc.record({
  egress: fc.boolean(),
  allow: fc.boolean(),
  protocol,
  range: fc.option(ports, { nil: undefined }),
  cidr,
});
type Rule = { protocol: string; range: { from: number; to: number } | undefined; cidr: string };
type Entry = Rule & { egress: boolean; allow: boolean };

const spread = ({ protocol: name, range }: Rule) => ({ protocol: name, ...range });

function network(rules: readonly Rule[], entries: readonly Entry[]) {
  const nodes: NodeNote[] = [
    [
      'NetworkElement',
      'sg-1',
      {
        type: 'security-group',
        config: {
          ingress: rules.map((r) => ({
            ...spread(r),
            cidrs: [r.cidr],
            groups: [],
            prefixLists: [],
          })),
          egress: [],
        },
      },
    ],
    [
      'NetworkElement',
      'rtb-1',
      {
        type: 'route-table',
        config: {
          vpc: 'vpc-1',
          main: false,
          subnets: ['subnet-1'],
          routes: [{ destination: '0.0.0.0/0', target: 'igw-1' }],
        },
      },
    ],
    [
      'NetworkElement',
      'acl-1',
      {
        type: 'network-acl',
        config: {
          vpc: 'vpc-1',
          subnets: ['subnet-1'],
          entries: entries.map((e, number) => ({
            ...spread(e),
            number,
            egress: e.egress,
            allow: e.allow,
            cidr: e.cidr,
          })),
        },
      },
    ],
  ];
  return networkOf(smallView(nodes));
}

const attached = { subnets: ['subnet-1'], securityGroups: ['sg-1'] };

/** What the VPC User Guide says, packet by packet, of a client with an address of no named range. */
function passes(rules: readonly Rule[], entries: readonly Entry[], name: string, at: number) {
  const concerns = (r: Rule, p: number) =>
    r.cidr === '0.0.0.0/0' &&
    (r.protocol === 'all' || r.protocol === name) &&
    (r.range === undefined || r.protocol === 'all' || (r.range.from <= p && p <= r.range.to));
  const decided = (egress: boolean, p: number) =>
    entries.find((e) => e.egress === egress && concerns(e, p))?.allow === true;
  const answered = Array.from({ length: 64 }, (_, i) => 1_024 + i * 1_024 - (i === 63 ? 1 : 0));
  return (
    rules.some((r) => concerns(r, at)) &&
    decided(false, at) &&
    answered.some((p) => decided(true, p))
  );
}

/** `all` has no ports of its own; AWS leaves them out (EC2 API, "IpPermission"). */
const normal = <T extends Rule>(r: T): T => (r.protocol === 'all' ? { ...r, range: undefined } : r);

test('a port is open where every packet of the way is let through', () => {
  fc.assert(
    fc.property(
      fc.array(rule.map(normal), { maxLength: 4 }),
      fc.array(entry.map(normal), { maxLength: 6 }),
      fc.constantFrom('tcp', 'udp'),
      port,
      (rules, entries, name, at) => {
        const found = openAt(network(rules, entries), attached, { protocol: name, port: at }, 'v4');
        expect(found.value).toBe(passes(rules, entries, name, at));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('there is an opening exactly where a rule has an open port', () => {
  fc.assert(
    fc.property(
      fc.array(rule.map(normal), { maxLength: 4 }),
      fc.array(entry.map(normal), { maxLength: 6 }),
      (rules, entries) => {
        const found = openings(network(rules, entries), attached, 'v4');
        // Beyond the small world nothing changes, so that one more port stands for the rest.
        const all = Array.from({ length: highest + 2 }, (_, p) => p);
        const open = all.some((p) =>
          ['tcp', 'udp'].some((name) => passes(rules, entries, name, p)),
        );
        expect(found.length > 0).toBe(open);
      },
    ),
    { numRuns: 2_000 },
  );
});
