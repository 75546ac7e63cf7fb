import { factsOf } from '../access/aws/facts.ts';
import { isUnknown, type Ternary } from '../access/aws/ternary.ts';
import { internet, type Cause } from '../claim.ts';
import type { Node } from '../entity.ts';
import { protection, stagesOf } from '../network/api-stages.ts';
import type { NetworkInterface } from '../network/config.ts';
import { exposureOf, type Surroundings } from '../network/endpoint-exposure.ts';
import { listening } from '../network/listening.ts';
import { interfacesOf, openPorts, type OpenPort } from '../network/machine-exposure.ts';
import { elementsOf, networkOf } from '../network/network.ts';
import type { View } from '../view.ts';
import { derivation, type DerivedEmit } from './derivation.ts';

interface Index extends Surroundings {
  endpoints: ReadonlyMap<string, Node>;
  /** Workloads with ports that the internet reaches by an address of their own. */
  machines: ReadonlyMap<string, { node: Node; ports: readonly OpenPort[] }>;
}

/** Interfaces that stand by themselves, by the workload that is attached to them. */
function attachedInterfaces(view: View): ReadonlyMap<string, NetworkInterface[]> {
  const found = new Map<string, NetworkInterface[]>();
  for (const { uid, config } of elementsOf(view, 'network-interface')) {
    if (config.instance !== undefined || config.publicAddresses.length === 0) continue;
    for (const { from } of view.in(uid, 'PART_OF_NETWORK'))
      if (view.node(from)?.kind === 'Workload')
        found.set(from, [...(found.get(from) ?? []), config]);
  }
  return found;
}

function index(view: View): Index {
  const network = networkOf(view);
  const attached = attachedInterfaces(view);
  const machines = new Map<string, { node: Node; ports: OpenPort[] }>();
  for (const node of view.nodesOf('Workload')) {
    if (node.stub) continue;
    const interfaces = interfacesOf(node, attached.get(node.uid) ?? []);
    const ports = openPorts(network, node, interfaces);
    if (ports.length > 0) machines.set(node.uid, { node, ports });
  }
  const endpoints = new Map<string, Node>();
  for (const node of view.nodesOf('Endpoint')) if (!node.stub) endpoints.set(node.uid, node);
  return { facts: factsOf(view), network, stages: stagesOf(view), endpoints, machines };
}

function reaches(emit: DerivedEmit, to: string, value: Ternary, because: Cause[][], port?: number) {
  if (value === false) return;
  const props = {
    ...(port !== undefined && { port }),
    ...(isUnknown(value) && { conditional: true, conditionKeys: [...value].sort() }),
  };
  emit.edge('REACHES', internet, { kind: 'Endpoint', uid: to }, props, because);
}

function putPort(emit: DerivedEmit, node: Node, { uid, name, ports, value, because }: OpenPort) {
  const { from, to, protocol } = ports;
  const known = listening(from, to);
  const { account, region, provider } = node.props as Record<string, string | undefined>;
  const endpoint = emit.define('Endpoint', uid, {
    name: known ? `${name} (${known.name})` : name,
    exposure: 'internet',
    authn: known?.asks === true ? 'custom' : 'unknown',
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(provider !== undefined && { provider }),
    config: {
      type: 'port',
      machine: node.uid,
      protocol,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    },
  });
  emit.edge('ROUTES_TO', endpoint, { kind: 'Workload', uid: node.uid }, {}, because);
  if (from !== undefined && from === to) reaches(emit, uid, value, because, from);
  else reaches(emit, uid, value, because);
}

function putEndpoint(emit: DerivedEmit, node: Node, around: Index) {
  const found = exposureOf(node, around);
  if (!found) return;
  const { exposure, value, because } = found;
  const api = (node.props['config'] as { api?: unknown } | undefined)?.api;
  const shield = typeof api === 'string' ? protection(around.stages.get(api) ?? []) : {};
  if (exposure !== undefined || Object.keys(shield).length > 0)
    emit.add('Endpoint', node.uid, { ...(exposure !== undefined && { exposure }), ...shield });
  reaches(emit, node.uid, value, because);
}

export default derivation({
  name: 'network-exposure',
  doc: 'What anybody on the internet reaches without being asked who it is, and because of what.',
  after: ['request-routing'],
  reads: {
    nodes: ['Endpoint', 'NetworkElement', 'Workload', 'Account', 'OrgUnit', 'Policy'],
    edges: ['PART_OF_NETWORK', 'IN_ORG', 'HAS_POLICY'],
  },
  index,
  subjects: ({ endpoints, machines }) => [...endpoints.keys(), ...machines.keys()],
  derive(uid, around, emit) {
    const machine = around.machines.get(uid);
    for (const port of machine?.ports ?? []) if (machine) putPort(emit, machine.node, port);
    const endpoint = around.endpoints.get(uid);
    if (endpoint) putEndpoint(emit, endpoint, around);
  },
});
