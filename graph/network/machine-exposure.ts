import { endpointUid } from '../endpoint-uid.ts';
import type { Node } from '../entity.ts';
import { nameOf } from '../view.ts';
import { familyOf } from './cidr.ts';
import { machine, type NetworkInterface } from './config.ts';
import type { Network } from './network.ts';
import { openings, type Opening } from './openings.ts';
import { saysPorts, type Ports } from './passage.ts';

/** A port of a machine at which anybody may come in. */
export interface OpenPort extends Opening {
  /** Uid of the endpoint. */
  uid: string;
  name: string;
}

const shown = ({ from, to }: Ports) =>
  from === undefined ? undefined : from === to ? from : `${from}-${to ?? from}`;

const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address);

function portsOf(network: Network, node: Node, at: NetworkInterface, address: string): OpenPort[] {
  const family = familyOf(address);
  if (!family) return [];
  const subnets = at.subnet === undefined ? [] : [at.subnet];
  const found = openings(network, { subnets, securityGroups: at.securityGroups }, family);
  return found.map((opening) => ({
    ...opening,
    uid: endpointUid(opening.ports.protocol, bracketed(address), shown(opening.ports)),
    name: `${nameOf(node)} ${saysPorts(opening.ports)}`,
    because: opening.because.map((causes) => [
      {
        id: `${node.uid}#address:${address}`,
        type: 'public-address',
        holder: node.uid,
        say: `${nameOf(node)} has the public address ${address}`,
      },
      ...causes,
    ]),
  }));
}

/** Interfaces of a workload: its own as a machine, and those that it is attached to. */
export function interfacesOf(node: Node, attached: readonly NetworkInterface[]) {
  return [...(machine.safeParse(node.props['config']).data?.interfaces ?? []), ...attached];
}

/** What does not run answers nobody; what says nothing of its state is taken to run. */
const runs = (state: unknown) =>
  typeof state !== 'string' || /^(running|active|pending)$/i.test(state);

/** Every port of a workload that anybody on the internet may open a connection to. */
export function openPorts(
  network: Network,
  node: Node,
  interfaces: readonly NetworkInterface[],
): OpenPort[] {
  if (!runs(node.props['state'])) return [];
  return interfaces.flatMap((at) =>
    at.publicAddresses.flatMap((address) => portsOf(network, node, at, address)),
  );
}
